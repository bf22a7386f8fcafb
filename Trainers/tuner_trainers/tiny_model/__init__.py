"""A random Llama of about a million parameters with its tokenizer, built from a seed: real training with no download."""
