"""How far a training is, how fast it goes, what it measured: told in one way by every engine."""
