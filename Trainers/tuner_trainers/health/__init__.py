"""Looks after a training while it goes on: rules with a name, and what the configuration wants done when one speaks."""
