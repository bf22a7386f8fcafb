"""What a few steps add to the memory: net of what the process held when everything was imported."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from pathlib import Path

from tuner_trainers.reporting.memory import resident_bytes

_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
# `man 5 proc`: resets the peak resident set size.
_PEAK = "5"


class StepMemory(ABC):
    """The memory of a device; `imported` is what it was when this was made, which the other numbers do not contain."""

    imported = 0

    def loaded(self) -> dict[str, int]:
        """What loading took, and took at most; a peak is looked for anew from here on."""
        found = {"importedBytes": self.imported, "loadedBytes": self.added(), "loadPeakBytes": self.peak()}
        self.reset()
        return found

    @abstractmethod
    def added(self) -> int:
        """What is there now, in bytes."""

    @abstractmethod
    def peak(self) -> int:
        """The most that was there since the last `reset`."""

    @abstractmethod
    def reset(self) -> None:
        """Begins to look for a peak anew."""


class ResidentMemory(StepMemory):
    """Resident memory of this process."""

    def __init__(self) -> None:
        self.imported = resident_bytes()[0] or 0
        self.reset()

    def added(self) -> int:
        """What is there now, in bytes."""
        return (resident_bytes()[0] or 0) - self.imported

    def peak(self) -> int:
        """The most that was there since the last `reset`; where the system cannot reset it, since the process began."""
        now, highest = resident_bytes()
        return max(now or 0, _peak() or highest or 0) - self.imported

    def reset(self) -> None:
        """Begins to look for a peak anew, where the system can."""
        if sys.platform == "linux":
            try:
                _RESET.write_text(_PEAK)
            except OSError:
                # A container may forbid it: the peak of the imports counts then, too.
                return


def _peak() -> int | None:
    """As Linux tells it of the process's own memory: what `getrusage` tells remembers what was before a reset."""
    try:
        lines = _STATUS.read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), None)
