"""What makes the supervisor independent of its host: its own session, and the care for orphans of its trainer."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterator

from attempt import log

PR_SET_CHILD_SUBREAPER = 36


def separate() -> None:
    """Leaves the session of the host, and takes in the orphans of all children."""
    if os.name == "nt":
        return
    try:
        os.setsid()
    except PermissionError:
        # The host made us the leader of a session already.
        pass
    _adopt_orphans(True)


@contextlib.contextmanager
def letting_orphans_go() -> Iterator[None]:
    """What is orphaned inside this block is nobody's child here, and is not swept with the trainer's tree."""
    _adopt_orphans(False)
    try:
        yield
    finally:
        _adopt_orphans(True)


def _adopt_orphans(wanted: bool) -> None:
    if sys.platform != "linux":
        return
    try:
        # Orphans of the trainer come to us instead of to init, so that none is missed.
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, int(wanted), 0, 0, 0)
    except (OSError, AttributeError) as error:
        log.say(f"no sub-reaper: {error}")
