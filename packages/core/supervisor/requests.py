"""What was asked of the run. A request is a file; its presence is the request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import log
from records import Attempt, read, write_once


@dataclass(frozen=True)
class Request:
    """``mode`` is ``stop`` (save and end) or ``cancel`` (end); ``reason`` is ``request`` or ``host``."""

    mode: str
    reason: str
    grace_ms: float


def pending(attempt: Attempt) -> Request | None:
    """The request that holds now; cancel outranks stop."""
    for mode in ("cancel", "stop"):
        path = attempt.folder / f"{mode}.json"
        if path.exists():
            record = read(path) or {}
            reason = "host" if record.get("reason") == "host" else "request"
            return Request(mode, reason, _grace(record.get("graceMs"), attempt.launch["stop"]["graceMs"]))
    return None


def _grace(asked: Any, default: float) -> float:
    is_number = isinstance(asked, (int, float)) and not isinstance(asked, bool)
    return float(asked) if is_number and asked >= 0 else float(default)


def leave_stop(attempt: Attempt, reason: str) -> None:
    """Asks for a stop in the name of a host that cannot ask any more (``host``), or of a signal (``request``)."""
    try:
        write_once(attempt.folder / "stop.json", {"reason": reason})
    except OSError as error:
        log.say(f"stop.json could not be written: {error}")
