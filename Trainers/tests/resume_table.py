"""The resume table: eight steps at once, and four and four in a new process, must end in the same weights.

`python -m tests.resume_table ENGINE first|second FOLDER` runs one half of every case of an engine's table.
"""

from __future__ import annotations

import dataclasses
import hashlib
import importlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.recorder import Recorder
from tuner_trainers.launch import Launch
from tuner_trainers.requests import Requests

STEPS, STOP_AT = 8, 4
# Of 4 rows a step: the stop is inside the first epoch, and inside the second.
ROWS = {"first epoch": 24, "second epoch": 12}


@dataclasses.dataclass(frozen=True)
class Table:
    """An engine's cases. `launch(case, folder, rows)` prepares one; `train` trains it."""

    cases: tuple[str, ...]
    launch: Callable[[str, Path, int], Launch]
    train: Callable[..., Any]

    def all(self, folder: Path) -> list[tuple[str, str, Path]]:
        """Every case with where it stops, and its folder."""
        return [(case, when, folder / case / when) for case in self.cases for when in ROWS]


def run_halves(engine: str, folder: Path) -> None:
    """Runs both halves, each in a process of its own."""
    for half in ("first", "second"):
        command = [sys.executable, "-m", "tests.resume_table", engine, half, str(folder)]
        done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, done.stderr[-3000:]


def digest(model: Path) -> str:
    """SHA-256 of the weights in a folder."""
    files = sorted(model.glob("*.safetensors"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _first(table: Table, folder: Path) -> None:
    for case, when, place in table.all(folder):
        whole = table.launch(case, place / "whole", ROWS[when])
        table.train(whole, Recorder(), Requests(whole.requests))
        job = table.launch(case, place / "parts", ROWS[when])
        stop = job.requests / "stop.json"
        at_four = Recorder(lambda event, stop=stop: _is_at(event, STOP_AT) and stop.touch())
        outcome = table.train(job, at_four, Requests(job.requests))
        assert (outcome.kind, outcome.step, outcome.saved) == ("stopped", STOP_AT, True), (case, when, outcome)
        stop.unlink()


def _second(table: Table, folder: Path) -> None:
    for case, when, place in table.all(folder):
        job = table.launch(case, place / "parts", ROWS[when])
        job = dataclasses.replace(job, resume_from=job.checkpoints)
        outcome = table.train(job, Recorder(), Requests(job.requests))
        assert (outcome.kind, outcome.step) == ("finished", STEPS), (case, when, outcome)


def _is_at(event: dict[str, Any], step: int) -> bool:
    return event["type"] == "metrics" and event["step"] == step


if __name__ == "__main__":
    _engine, _half, _folder = sys.argv[1:]
    _table = importlib.import_module(f"tests.{_engine}.resume_cases").TABLE
    (_first if _half == "first" else _second)(_table, Path(_folder))
