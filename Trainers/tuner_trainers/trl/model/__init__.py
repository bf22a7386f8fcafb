"""The model: loaded, made trainable, and saved."""
