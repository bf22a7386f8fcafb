"""How fast the newest steps were."""

from __future__ import annotations

from collections import deque

WINDOW = 20


class Speed:
    """Rates over the newest steps; None before the first step is done."""

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int, int]] = deque(maxlen=WINDOW + 1)

    def add(self, seconds: float, step: int, tokens: int) -> None:
        """Notes that at the time `seconds`, `step` steps and `tokens` tokens were done."""
        self._marks.append((seconds, step, tokens))

    def rates(self) -> tuple[float | None, float | None]:
        """Tokens a second, and seconds a step."""
        if len(self._marks) < 2:
            return None, None
        (start, first, before), (end, last, after) = self._marks[0], self._marks[-1]
        if end <= start or last <= first:
            return None, None
        return (after - before) / (end - start), (end - start) / (last - first)
