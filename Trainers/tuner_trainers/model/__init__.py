"""Where a model comes from, its tokenizer, and how a folder of weights is written whole: the same on every engine."""
