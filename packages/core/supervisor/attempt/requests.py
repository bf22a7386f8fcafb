"""What was asked of the run. A request is a file; its presence is the request."""

from __future__ import annotations

from typing import Any, NamedTuple

from attempt import log
from attempt.files import write_once
from attempt.records import Attempt, read

# A person or program, the end of the host of an attached run, a stall that is to end the run.
REASONS = ("request", "host", "stall")


class Request(NamedTuple):
    """``mode`` is ``stop`` (save and end) or ``cancel`` (end); ``reason`` says who asked."""

    mode: str
    reason: str
    grace_ms: float

    @property
    def unstarted_status(self) -> str:
        """How a run ends that was asked to end before its trainer ran."""
        return "cancelled" if self.mode == "cancel" else "stopped"


def pending(attempt: Attempt) -> Request | None:
    """The request that holds now; cancel outranks stop."""
    for mode in ("cancel", "stop"):
        path = attempt.folder / f"{mode}.json"
        if path.exists():
            record = read(path) or {}
            reason = record.get("reason") if record.get("reason") in REASONS else "request"
            return Request(mode, reason, _grace(record.get("graceMs"), attempt.launch["stop"]["graceMs"]))
    return None


def _grace(asked: Any, default: float) -> float:
    is_number = isinstance(asked, (int, float)) and not isinstance(asked, bool)
    return float(asked) if is_number and asked >= 0 else float(default)


def leave_stop(attempt: Attempt, reason: str) -> None:
    """Asks for a stop for one of :data:`REASONS`: of a host that cannot ask any more, of a signal, of a stall."""
    try:
        write_once(attempt.folder / "stop.json", {"reason": reason})
    except OSError as error:
        log.say(f"stop.json could not be written: {error}")
