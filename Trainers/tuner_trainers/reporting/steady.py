"""How long a step of an attempt takes, as far as that tells of the steps to come."""

from __future__ import annotations

from statistics import fmean, median

# An attempt is looked at in so many parts, each of at least one step.
PARTS = 64
# So many of the newest parts count at least.
LEAST = 8
# Where the newest third is so many times as fast or slow as all, only it counts: what became slower stays slower.
SHIFT = 1.4
# A part in which the machine did something else counts as so many times the median.
MOST = 2.0


class SteadySteps:
    """The mean of the steps so far, in which a few slow ones, as of a machine that was busy, have little weight."""

    def __init__(self, steps: int) -> None:
        """`steps` steps are to be done."""
        self._size = max(1, steps // PARTS)
        self._parts: list[float] = []
        self._steps, self._seconds = 0, 0.0

    def add(self, steps: int, seconds: float) -> None:
        """So many steps took so long."""
        self._steps += steps
        self._seconds += seconds
        if self._steps >= self._size:
            self._parts.append(self._seconds / self._steps)
            self._steps, self._seconds = 0, 0.0

    def seconds(self) -> float | None:
        """Seconds that a step takes; None before there was one."""
        if not self._parts:
            return self._seconds / self._steps if self._steps else None
        parts = self._parts
        newest = parts[-max(LEAST, len(parts) // 3) :]
        usual = median(parts)
        if not usual / SHIFT <= median(newest) <= usual * SHIFT:
            parts = newest
        most = MOST * median(parts)
        return fmean(min(part, most) for part in parts)
