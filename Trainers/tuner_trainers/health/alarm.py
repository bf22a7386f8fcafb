"""What a rule says when it speaks, and the form of a rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Alarm:
    """What is wrong, what to do about it, and the numbers that say so."""

    message: str
    fix: str
    details: dict[str, Any]


class Rule(Protocol):
    """Hears the events of one kind and may say that something is wrong; it speaks once in an attempt."""

    name: str
    hears: str

    def hear(self, event: dict[str, Any]) -> Alarm | None:
        """Takes one event; an alarm when the rule is broken now."""
