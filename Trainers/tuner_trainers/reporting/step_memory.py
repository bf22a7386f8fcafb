"""What a few steps add to the memory of this process: net of what it held when everything was imported."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from tuner_trainers.reporting.memory import resident_bytes

_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
# `man 5 proc`: resets the peak resident set size.
_PEAK = "5"


@dataclass
class ResidentMemory:
    """Resident memory; `imported` is what it was when this was made, which the other numbers do not contain."""

    imported: int = 0

    def __post_init__(self) -> None:
        self.imported = resident_bytes()[0] or 0
        self.reset()

    def added(self) -> int:
        """What is there now, in bytes."""
        return (resident_bytes()[0] or 0) - self.imported

    def peak(self) -> int:
        """The most that was there since the last `reset`, or where the system cannot reset it since the start."""
        return max(_peak() or resident_bytes()[1] or 0, resident_bytes()[0] or 0) - self.imported

    def reset(self) -> None:
        """Begins to look for a peak anew."""
        if sys.platform == "linux":
            try:
                _RESET.write_text(_PEAK)
            except OSError:
                # A container may forbid it: the peak of the imports counts then, too.
                return


def _peak() -> int | None:
    """Linux keeps it in more detail than `getrusage`, which remembers what was before a reset."""
    try:
        lines = _STATUS.read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), None)
