"""What makes the supervisor independent of its host: its own session, the run's lock, its recorded identity."""

from __future__ import annotations

import ctypes
import os
import sys
import time

import identity
import log
from records import Attempt, write_once, write_reserve

try:
    import fcntl
except ImportError:
    # Windows: locks are not inherited there; the trainer takes the lock itself.
    fcntl = None

PR_SET_CHILD_SUBREAPER = 36
LOCK_SECONDS = 2.0
LOCK_POLL_SECONDS = 0.05


class SessionError(Exception):
    """Another supervisor has this run."""


def begin(attempt: Attempt) -> int:
    """Takes the run; returns the descriptor of its lock, which the trainer's tree inherits (-1 on Windows)."""
    _own_session()
    lock = _take_lock(attempt)
    write_reserve(attempt)
    if not write_once(attempt.folder / "supervisor.json", identity.of(os.getpid())):
        raise SessionError("this attempt has had a supervisor already")
    return lock


def _own_session() -> None:
    if os.name == "nt":
        return
    try:
        os.setsid()
    except PermissionError:
        # The host made us the leader of a session already.
        pass
    if sys.platform == "linux":
        try:
            # Orphans of the trainer come to us instead of to init, so that none is missed.
            ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        except (OSError, AttributeError) as error:
            log.say(f"no sub-reaper: {error}")


def _take_lock(attempt: Attempt) -> int:
    if fcntl is None:
        return -1
    descriptor = os.open(attempt.launch["files"]["lock"], os.O_RDWR | os.O_CREAT, 0o644)
    # The supervisor of an earlier attempt may be about to leave: its result is there before it has gone.
    deadline = time.monotonic() + LOCK_SECONDS
    while not _lock(descriptor):
        if time.monotonic() > deadline:
            raise SessionError("processes of this run are still alive")
        time.sleep(LOCK_POLL_SECONDS)
    return descriptor


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except BlockingIOError:
        return False
