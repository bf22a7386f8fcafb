"""How an attempt ended, short of an error."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Outcome:
    """`finished`, or `stopped` with whether and where the state at `step` was saved and who asked."""

    kind: str
    step: int
    saved: bool
    checkpoint: Path | None = None
    reason: str | None = None
