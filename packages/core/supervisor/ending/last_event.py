"""Events that an attempt has once, whoever comes to tell them: a supervisor may be killed before or after it does."""

from __future__ import annotations

from typing import Any

from attempt import life
from attempt.last_events import last_events
from attempt.records import Attempt, read

# What host and supervisor tell before attempt.started.
BEFORE_THE_TRAINER = {"run.created", "run.queued", "run.started", "run.stopping", "run.ended", "warning"}


def tell_end(attempt: Attempt) -> None:
    """Appends ``run.ended`` when the attempt has a result and the events do not say so.

    For an attempt whose supervisor is gone: it would tell the end itself.
    """
    result = read(attempt.folder / "result.json")
    if result:
        tell_once(attempt, "run.ended", status=result.get("status"))


def has_begun(attempt: Attempt) -> bool:
    """Whether a recorded trainer was let run: that is told first, and nothing that it leaves comes before it."""
    if any((attempt.folder / name).exists() for name in ("ack.json", "exit.json")):
        return True
    told = {event.get("type") for event in last_events(attempt) if event.get("attempt") == attempt.number}
    return not told <= BEFORE_THE_TRAINER


def tell_once(attempt: Attempt, kind: str, **fields: Any) -> None:
    """Appends an event unless the attempt has the same among the last ones; a trainer may have claimed another."""
    told = {"type": kind, "attempt": attempt.number, **fields}
    if not any(told.items() <= event.items() for event in last_events(attempt)):
        life.append(attempt, kind, **fields)
