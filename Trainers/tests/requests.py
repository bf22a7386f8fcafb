"""Requests to stop at a chosen moment."""

from __future__ import annotations

from pathlib import Path

from tuner_trainers.requests import Requests


class StopAtLook(Requests):
    """Asks for a stop from the `at`-th time on that somebody looks: between any two micro-batches."""

    def __init__(self, folder: Path, at: int) -> None:
        super().__init__(folder)
        self.at, self.looks = at, 0

    def pending(self) -> str | None:
        """Counts the looks."""
        self.looks += 1
        return "stop" if self.looks >= self.at else None
