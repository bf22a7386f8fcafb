"""The run's lock: while any process of the run lives, nothing else starts on it."""

from __future__ import annotations

import os

from attempt.records import Attempt
from processes import locks

SECONDS = 2.0


class StillAlive(Exception):
    """Processes of the run hold its lock."""


def take(attempt: Attempt) -> int:
    """Takes the lock; returns its descriptor, for the trainer's tree to inherit. Raises :class:`StillAlive`."""
    path = attempt.launch["files"]["lock"]
    descriptor = -1

    def try_once() -> bool:
        nonlocal descriptor
        # Opened anew each time: who waits is not to be taken for somebody who holds it.
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        if locks.try_lock(descriptor) and not _trainer_has(path):
            return True
        os.close(descriptor)
        return False

    # The supervisor of an earlier attempt may be about to leave: its result is there before it has gone.
    if not locks.lock_within(SECONDS, try_once):
        raise StillAlive("processes of this run are still alive")
    return descriptor


def _trainer_has(path: str) -> bool:
    # Where locks are not inherited, the trainer takes one of its own.
    return not locks.INHERITED and locks.is_locked(path, locks.TRAINER_BYTE)
