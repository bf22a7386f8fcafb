"""Trainings with MLX: Apple Silicon, and CPUs for small models. An own loop on the models of mlx-lm."""
