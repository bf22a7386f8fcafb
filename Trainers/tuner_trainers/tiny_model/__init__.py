"""A random Llama of about a million parameters with its tokenizer, built from a seed: training with no download."""
