"""Events for people: what a trainer that runs alone prints."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any, TextIO

SECONDS_BETWEEN_LINES = 1.0
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class ConsoleEvents:
    """Prints the events that people want to see: those of at least `level`, to `output` (standard output)."""

    def __init__(
        self, output: TextIO | None = None, level: str = "INFO", clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._output, self._level = output or sys.stdout, _LEVELS.index(level)
        self._clock, self._last = clock, float("-inf")

    def emit(self, kind: str, **fields: Any) -> None:
        """Prints the event's line if it has one."""
        wanted = kind in _LINES and _LEVELS.index(_LEVEL_OF.get(kind, "INFO")) >= self._level
        if wanted and not self._is_too_soon(kind, fields):
            print(_LINES[kind](fields), file=self._output, flush=True)

    def _is_too_soon(self, kind: str, fields: dict[str, Any]) -> bool:
        if kind != "progress" or fields["step"] == fields["totalSteps"]:
            return False
        now = self._clock()
        if now - self._last < SECONDS_BETWEEN_LINES:
            return True
        self._last = now
        return False


def _progress(event: dict[str, Any]) -> str:
    total = event["totalSteps"]
    share = 100 * event["step"] // total if total else 100
    parts = [f"step {event['step']}/{total} ({share} %)"]
    parts += _named(event, "loss", "loss {:.4f}") + _named(event, "tokensPerSecond", "{:.0f} tokens/s")
    return ", ".join(parts + _named(event, "etaSeconds", "{:.0f} s left"))


def _named(event: dict[str, Any], key: str, text: str) -> list[str]:
    return [] if event[key] is None else [text.format(event[key])]


def _values(event: dict[str, Any]) -> str:
    return ", ".join(f"{key} {value:.4g}" for key, value in event["values"].items() if isinstance(value, float))


_LINES: dict[str, Callable[[dict[str, Any]], str]] = {
    "phase": lambda event: f"{event['name'].replace('_', ' ')}: {event.get('message', '')}".rstrip(": "),
    "progress": _progress,
    "metrics": lambda event: f"metrics at step {event['step']}: {_values(event)}",
    "evaluation": lambda event: f"evaluation at step {event['step']}: {_values(event)}",
    "sample": lambda event: f"sample at step {event['step']}: {event['prompt']!r} -> {event['completion']!r}",
    "checkpoint": lambda event: f"checkpoint {event['action']}: {event['path']}",
    "warning": lambda event: f"warning: {event['message']}",
    "health": lambda event: f"health: {event['message']}",
    "stopped": lambda event: f"stopped at step {event['step']}, " + ("saved" if event["saved"] else "not saved"),
    "finished": lambda event: f"finished after {event['step']} steps: {event['model']}",
}
_LEVEL_OF = {"metrics": "DEBUG", "warning": "WARNING", "health": "ERROR"}
