"""The trainer's last word: how it ended, at which step, and whether that state was saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tuner_trainers.protocol.files import FORMAT_VERSION, write_json_atomic


def write_ack(
    path: str | Path, outcome: str, step: int, saved: bool, checkpoint: str | None = None, error: Any = None
) -> None:
    """Writes `ack.json`; one that is there already stays. `outcome` is finished, stopped or failed."""
    record = {"formatVersion": FORMAT_VERSION, "outcome": outcome, "step": step, "saved": saved, "checkpoint": checkpoint}
    write_json_atomic(path, {**record, "error": error} if error else record, once=True)
