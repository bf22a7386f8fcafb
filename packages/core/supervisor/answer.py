"""The one line that the host waits for."""

import json
import os
import sys

from records import Attempt


def ready(attempt: Attempt, trainer_pid: int) -> None:
    """Says that the trainer runs; from now on all output goes to supervisor.log, so that nobody has to read a pipe."""
    _say({"ready": True, "pid": os.getpid(), "trainer": trainer_pid})
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    descriptor = os.open(attempt.folder / "supervisor.log", flags, 0o644)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)


def refuse(message: str) -> None:
    """Says why nothing was started."""
    error = {"name": "RunError", "code": "START_FAILED", "message": f"The trainer could not be started: {message}"}
    _say({"ready": False, "error": {**error, "details": {}, "retryable": True}})


def _say(line: "dict[str, object]") -> None:
    try:
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
    except OSError:
        # The host is gone already: the watch will see that, too.
        pass
