"""The shared package of Tuner's trainers: configuration, data, models, training, and the protocol that they speak."""
