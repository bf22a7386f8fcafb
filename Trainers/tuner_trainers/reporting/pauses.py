"""What interrupts the steps of a training: evaluations, checkpoints, samples."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from statistics import median

KINDS = ("evaluation", "checkpoint", "sample")
# One that was slow for once says little of the next.
_NEWEST = 5


class Pauses:
    """How long pauses took, and which are still to come. Each kind comes every `intervals` steps and after the last."""

    def __init__(self, intervals: Mapping[str, int]) -> None:
        self._intervals = intervals
        self._seconds: dict[str, deque[float]] = {kind: deque(maxlen=_NEWEST) for kind in KINDS}
        # Where an attempt begins, what was due there has been done by the one before.
        self._done = set(KINDS)

    def knows(self, kind: str) -> bool:
        """Whether a pause of this kind may come."""
        return kind in self._seconds

    def step(self) -> None:
        """A step is done: what is due now is still to come."""
        self._done.clear()

    def add(self, kind: str, seconds: float) -> None:
        """A pause is over. Several events of one kind after one step are one pause."""
        lasted = self._seconds[kind]
        if kind in self._done and lasted:
            lasted[-1] += seconds
        else:
            lasted.append(seconds)
        self._done.add(kind)

    def remaining(self, step: int, total: int) -> float:
        """Seconds of the pauses that are to come when `step` of `total` steps are done."""
        return sum(self._left(kind, step, total) * median(lasted) for kind, lasted in self._seconds.items() if lasted)

    def _left(self, kind: str, step: int, total: int) -> int:
        every = self._intervals.get(kind)
        if not every:
            return 0
        behind = step if kind in self._done else step - 1
        return _due(every, total, total) - _due(every, behind, total)


def _due(every: int, step: int, total: int) -> int:
    """How many were due after the steps up to `step`."""
    return step // every + (1 if step >= total and total % every else 0)
