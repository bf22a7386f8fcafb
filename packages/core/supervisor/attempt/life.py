"""Lines about the life of the run, which a trainer cannot claim."""

from __future__ import annotations

import json
import os
from typing import Any

from attempt import log
from attempt.clock import now
from attempt.records import Attempt

WIRE_VERSION = 1


def append(attempt: Attempt, kind: str, **fields: Any) -> None:
    """Appends one event in one write, between line ends, so that a torn line before it cannot swallow it."""
    event = {"v": WIRE_VERSION, "attempt": attempt.number, "time": now(), "type": kind, **fields}
    line = ("\n" + json.dumps(event) + "\n").encode("utf-8")
    try:
        descriptor = os.open(attempt.launch["files"]["events"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(descriptor, line)
        finally:
            os.close(descriptor)
    except OSError as error:
        # A full disk must not keep the run from being concluded.
        log.say(f"{kind} could not be written: {error}")
