"""From a file of rows to token ids and labels. Needs a tokenizer, but neither torch nor numpy."""
