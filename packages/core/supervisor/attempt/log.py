"""The supervisor's own log: standard error, which points at supervisor.log once the host has its answer.

Nothing here raises, since a full disk must not end the supervision.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from attempt.clock import now


def say(message: str) -> None:
    """Writes a line."""
    try:
        sys.stderr.write(f"{now()} {message}\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        pass


def move_to(path: Path) -> None:
    """Points all output of this process at the end of a file, or at nothing when that cannot be opened."""
    descriptor = _open_first(path, os.devnull)
    if descriptor is None:
        return
    for stream in (1, 2):
        os.dup2(descriptor, stream)
    os.close(descriptor)


def _open_first(*paths: str | os.PathLike[str]) -> int | None:
    for path in paths:
        try:
            return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        except OSError:
            continue
    return None
