"""How fast an attempt's steady steps are, and how long it still takes."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from tuner_trainers.reporting.pauses import Pauses
from tuner_trainers.reporting.steady import SteadySteps

# Rates are of this many of the newest steps.
WINDOW = 20


class Pace:
    """Splits the time of an attempt into its steps and the pauses between them; takes events, to hear of the pauses.

    The first step does not count: it compiles, and after resuming it waits for its rows.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._now, self._step, self._total = clock(), 0, 0
        self._pauses = Pauses({})
        # Seconds of steady steps, and steps and tokens that were done after them.
        self._marks: deque[tuple[float, int, int]] = deque(maxlen=WINDOW + 1)
        self._steady = SteadySteps(0)

    def begin(self, step: int, total: int, intervals: Mapping[str, int]) -> None:
        """An attempt begins behind `step` of `total` steps.

        `intervals`: after how many steps an `evaluation`, a `checkpoint`, a `sample` comes, where they come at all.
        """
        self._now, self._step, self._total = self._clock(), step, total
        self._pauses = Pauses(intervals)
        self._steady = SteadySteps(total - step)

    def advance(self, step: int, tokens: int) -> None:
        """`step` steps and `tokens` tokens are done."""
        seconds, steps = self._lap(), step - self._step
        self._step = step
        self._pauses.step()
        if self._marks:
            self._steady.add(steps, seconds)
        before = self._marks[-1][0] + seconds if self._marks else 0.0
        self._marks.append((before, step, tokens))

    def emit(self, kind: str, **fields: Any) -> None:
        """Of an event that ends a pause, such as an evaluation: what passed since the last lap was that pause."""
        if self._pauses.knows(kind):
            self._pauses.add(kind, self._lap())

    def rates(self) -> tuple[float | None, float | None]:
        """Tokens a second and seconds a step of the newest steady steps; None before there are any."""
        if len(self._marks) < 2:
            return None, None
        (start, first, before), (end, last, after) = self._marks[0], self._marks[-1]
        if end <= start or last <= first:
            return None, None
        return (after - before) / (end - start), (end - start) / (last - first)

    def remaining(self) -> float | None:
        """Seconds until training ends, as steady steps and pauses have it so far; None before the first of those steps.

        A pause of a kind that has not been yet is not known and counts nothing.
        """
        seconds = self._steady.seconds()
        if seconds is None:
            return None
        return max(0, self._total - self._step) * seconds + self._pauses.remaining(self._step, self._total)

    def _lap(self) -> float:
        before, self._now = self._now, self._clock()
        return max(0.0, self._now - before)
