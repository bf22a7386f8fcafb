"""Events for people: what a trainer that runs alone prints."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from tuner_trainers.protocol.events import Events

SECONDS_BETWEEN_LINES = 1.0


class ConsoleEvents:
    """Passes events on to another writer and prints the interesting ones."""

    def __init__(self, inner: Events, clock: Callable[[], float] = time.monotonic) -> None:
        self._inner, self._clock, self._last = inner, clock, float("-inf")

    def emit(self, kind: str, **fields: Any) -> None:
        """Writes the event, then prints its line if it has one."""
        self._inner.emit(kind, **fields)
        line = self._line(kind, fields)
        if line:
            print(line, file=sys.stdout, flush=True)

    def _line(self, kind: str, fields: dict[str, Any]) -> str:
        if kind == "progress":
            now, last = self._clock(), fields["step"] == fields["totalSteps"]
            if not last and now - self._last < SECONDS_BETWEEN_LINES:
                return ""
            self._last = now
        return _LINES[kind](fields) if kind in _LINES else ""


def _progress(event: dict[str, Any]) -> str:
    total = event["totalSteps"]
    share = 100 * event["step"] // total if total else 100
    parts = [f"step {event['step']}/{total} ({share} %)"]
    parts += _named(event, "loss", "loss {:.4f}") + _named(event, "tokensPerSecond", "{:.0f} tokens/s")
    return ", ".join(parts + _named(event, "etaSeconds", "{:.0f} s left"))


def _named(event: dict[str, Any], key: str, text: str) -> list[str]:
    return [] if event[key] is None else [text.format(event[key])]


def _values(event: dict[str, Any]) -> str:
    numbers = (f"{key} {value:.4f}" for key, value in event["values"].items() if isinstance(value, float))
    return f"evaluation at step {event['step']}: " + ", ".join(numbers)


_LINES: dict[str, Callable[[dict[str, Any]], str]] = {
    "phase": lambda event: f"{event['name'].replace('_', ' ')}: {event.get('message', '')}".rstrip(": "),
    "progress": _progress,
    "evaluation": _values,
    "sample": lambda event: f"sample at step {event['step']}: {event['prompt']!r} -> {event['completion']!r}",
    "checkpoint": lambda event: f"checkpoint {event['action']}: {event['path']}",
    "warning": lambda event: f"warning: {event['message']}",
    "health": lambda event: f"health: {event['message']}",
    "stopped": lambda event: f"stopped at step {event['step']}, " + ("saved" if event["saved"] else "not saved"),
    "finished": lambda event: f"finished after {event['step']} steps: {event['model']}",
}
