"""Processes of this machine: who they are, how they are started behind a gate, and how all of a run's are ended."""
