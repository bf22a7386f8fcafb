"""What happens while a trainer trains: requests are heard, progress is told, checkpoints are completed."""
