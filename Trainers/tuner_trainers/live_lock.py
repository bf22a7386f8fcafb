"""The run's lock, where a trainer has to take it itself: on Windows it cannot be inherited from the supervisor."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tuner_trainers.errors import TrainerError

# Windows locks bytes. The supervisor has the one before this, behind the end of the file.
TRAINER_BYTE = (1 << 30) + 1


def hold_on_windows(path: Path | None) -> None:
    """Takes the lock to the end of this process, on Windows; raises TrainerError when another trainer has it."""
    if os.name == "nt" and path is not None:
        import msvcrt

        take(path, msvcrt)


def take(path: Path, msvcrt: Any) -> int:
    """Locks the trainer's byte of the file and returns the descriptor, which nobody closes."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
    try:
        os.lseek(descriptor, TRAINER_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    except OSError as error:
        os.close(descriptor)
        message = f"Another trainer of this run is alive: {path} is locked."
        raise TrainerError("RUN_ACTIVE", message, "Stop it first.", retryable=True) from error
    return descriptor
