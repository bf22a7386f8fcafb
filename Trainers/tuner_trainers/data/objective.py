"""Whether rows are for SFT or for KTO: the rule behind `training.objective: auto`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tuner_trainers.data.errors import Problem
from tuner_trainers.data.reader import read_lines


@dataclass(frozen=True)
class Objective:
    """`name` is sft or kto. `only` is the one label that occurs, when just one does."""

    name: str
    only: bool | None = None


def find_objective(path: str | Path) -> Objective:
    """KTO when both values of a boolean `label` occur in the file, else SFT. Rows that cannot be read do not count."""
    seen: set[bool] = set()
    for _, row in read_lines(path):
        label = None if isinstance(row, Problem) else row.get("label")
        if isinstance(label, bool):
            seen.add(label)
        if len(seen) == 2:
            return Objective("kto")
    return Objective("sft", next(iter(seen), None))
