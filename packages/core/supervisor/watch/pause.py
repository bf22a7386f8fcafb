"""Waiting, without a busy loop, for the next look."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Sequence

POLL_SECONDS = 0.2


def pause(descriptors: Sequence[int]) -> None:
    """Returns after 200 ms, or sooner when something happens on a descriptor."""
    if os.name == "nt":
        time.sleep(POLL_SECONDS)
        return
    try:
        select.select(descriptors, [], [], POLL_SECONDS)
    except (OSError, ValueError):
        # A descriptor of more than select can take (1024 of them are open): the clock is enough.
        time.sleep(POLL_SECONDS)


def exit_descriptors(pid: int) -> list[int]:
    """Descriptors that tell at once when a process ends, where the system has such."""
    try:
        return [os.pidfd_open(pid)]
    except (AttributeError, OSError):
        return []
