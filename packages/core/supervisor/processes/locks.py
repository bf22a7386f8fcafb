"""Locks on files: held by a process, and where the system allows it by its children, until the last of them ends."""

from __future__ import annotations

import os
import time
from typing import Callable

try:
    import fcntl
except ImportError:
    fcntl = None
    import msvcrt

INHERITED = fcntl is not None
"""Whether children that inherit the descriptor hold the lock, too; not on Windows."""
# Windows locks bytes, and nobody can read a locked one: these are behind the end of every file.
OWN_BYTE = 1 << 30
TRAINER_BYTE = OWN_BYTE + 1
POLL_SECONDS = 0.02


def try_lock(descriptor: int, *, shared: bool = False, byte: int = OWN_BYTE) -> bool:
    """Takes the lock of an open file if nobody has it; ``shared`` for a look that disturbs nobody else's look."""
    try:
        if fcntl is not None:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        else:
            os.lseek(descriptor, byte, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        return True
    except (BlockingIOError, PermissionError):
        return False


def lock_within(seconds: float, try_once: Callable[[], bool]) -> bool:
    """Tries until it succeeds or the time is over."""
    deadline = time.monotonic() + seconds
    while not try_once():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def is_locked(path: str | os.PathLike[str], byte: int = OWN_BYTE) -> bool:
    """Whether somebody holds the lock of this file; a file that is gone is not locked."""
    try:
        descriptor = os.open(path, os.O_RDONLY if fcntl is not None else os.O_RDWR)
    except OSError:
        return False
    try:
        return not try_lock(descriptor, shared=True, byte=byte)
    finally:
        os.close(descriptor)
