"""The configuration: read, completed, checked."""
