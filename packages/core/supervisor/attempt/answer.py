"""The one line that the program that started the supervisor waits for."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from attempt import log
from attempt.records import Attempt


def ready(attempt: Attempt, trainer: int | None, ahead: int | None = None) -> None:
    """Says that the trainer runs, or how many runs are ahead of this one.

    From now on all output goes to supervisor.log, so that nobody has to read a pipe.
    """
    _say({"ready": True, "pid": os.getpid(), "trainer": trainer, "queued": None if ahead is None else {"ahead": ahead}})
    log.move_to(attempt.folder / "supervisor.log")


def refuse(error: dict[str, Any]) -> None:
    """Says why nothing was started."""
    _say({"ready": False, "error": error})


def start_failed(reason: object) -> dict[str, Any]:
    """The error of an attempt whose trainer could not be started; another try may succeed."""
    return error_of("START_FAILED", f"The trainer could not be started: {reason}", {}, retryable=True)


def error_of(code: str, message: str, details: dict[str, Any], *, retryable: bool, hint: str = "") -> dict[str, Any]:
    """An error as the host reads it."""
    hints = {"hint": hint} if hint else {}
    return {"name": "RunError", "code": code, "message": message, **hints, "details": details, "retryable": retryable}


def _say(line: dict[str, object]) -> None:
    try:
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
    except (OSError, ValueError):
        # The host is gone already: the watch will see that, too.
        pass
