"""The trainer's last word, when it is one."""

from __future__ import annotations

from typing import Any

from attempt import log
from attempt.records import Attempt, read

OUTCOMES = ("finished", "stopped", "failed")


def read_ack(attempt: Attempt) -> dict[str, Any] | None:
    """The acknowledgement; ``None`` when there is none, or one that would make the result unreadable."""
    record = read(attempt.folder / "ack.json")
    if record is not None and not _fits(record):
        log.say("ack.json does not fit its schema and does not count")
        return None
    return record


def _fits(record: dict[str, Any]) -> bool:
    step = record.get("step")
    return (
        isinstance(record.get("formatVersion"), str)
        and record.get("outcome") in OUTCOMES
        and isinstance(step, int)
        and step >= 0
        and isinstance(record.get("saved"), bool)
        and isinstance(record.get("checkpoint"), (str, type(None)))
        and ("error" not in record or _is_error(record["error"]))
    )


def _is_error(error: Any) -> bool:
    return isinstance(error, dict) and all(isinstance(error.get(key), str) for key in ("name", "code", "message"))
