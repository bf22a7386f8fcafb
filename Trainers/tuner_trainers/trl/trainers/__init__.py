"""TRL's trainers, with what Tuner needs of them."""
