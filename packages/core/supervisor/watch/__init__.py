"""Watching a trainer: requests, the host, signs of life, and the ladder that ends it."""
