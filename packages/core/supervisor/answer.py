"""The one line that the host waits for."""

from __future__ import annotations

import json
import os
import sys

import log
from records import Attempt


def ready(attempt: Attempt, trainer_pid: int) -> None:
    """Says that the trainer runs; from now on all output goes to supervisor.log, so that nobody has to read a pipe."""
    _say({"ready": True, "pid": os.getpid(), "trainer": trainer_pid})
    log.move_to(attempt.folder / "supervisor.log")


def refuse(message: str) -> None:
    """Says why nothing was started."""
    error = {"name": "RunError", "code": "START_FAILED", "message": f"The trainer could not be started: {message}"}
    _say({"ready": False, "error": {**error, "details": {}, "retryable": True}})


def _say(line: dict[str, object]) -> None:
    try:
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
    except OSError:
        # The host is gone already: the watch will see that, too.
        pass
