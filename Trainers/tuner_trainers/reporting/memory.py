"""How much memory the trainer's process uses."""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import Any


def resident_bytes() -> tuple[int | None, int | None]:
    """Resident memory of this process and its peak, in bytes; None where the system does not tell."""
    now, peak = _process(os.getpid()).memory_info().rss, _peak_resident()
    # The system notes the peak now and then only.
    return now, None if peak is None else max(now, peak)


@cache
def _process(pid: int) -> Any:
    # Made once: it reads who the process is, which costs more than what is asked of it.
    import psutil

    return psutil.Process(pid)


def _peak_resident() -> int | None:
    if sys.platform == "win32":
        return _process(os.getpid()).memory_info().peak_wset
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
