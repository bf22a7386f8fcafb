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
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    try:
        descriptor = os.open(path, flags, 0o644)
    except OSError:
        descriptor = os.open(os.devnull, os.O_WRONLY)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)
