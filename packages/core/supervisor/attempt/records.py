"""An attempt, and reading its files."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, NamedTuple

from attempt.launch import check_launch

MARKS = ("TUNER_RUN_MARKER", "TUNER_RUN_DIRECTORY")
"""Variables that mark every process of an attempt."""


class Attempt(NamedTuple):
    """One attempt of a run: its folder, its number, and the launch document that says everything else."""

    directory: Path
    number: int
    launch: dict[str, Any]

    @property
    def folder(self) -> Path:
        return self.directory / "attempts" / str(self.number)

    @property
    def before(self) -> Attempt:
        """The attempt before this one; the first has none, and its folder is not there."""
        return Attempt(self.directory, self.number - 1, self.launch)

    @property
    def marks(self) -> dict[str, str]:
        """The values of :data:`MARKS` for this attempt; the folder tells runs of two homes apart."""
        return dict(zip(MARKS, (f"{self.launch['runId']}.{self.number}", os.path.realpath(self.directory))))


def open_attempt(directory: str, number: int) -> Attempt:
    """Reads the launch document; raises ``OSError`` or ``ValueError`` when there is none that can be followed."""
    path = Path(directory) / "attempts" / str(number) / "launch.json"
    return Attempt(Path(directory), number, check_launch(path, json.loads(path.read_text("utf-8"))))


def read(path: Path) -> dict[str, Any] | None:
    """The record in ``path``; ``None`` when it is not there or cannot be read."""
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None
