"""The events in the end of the event file."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

from attempt.records import Attempt

TAIL_BYTES = 1 << 18


def last_events(attempt: Attempt) -> Iterator[dict[str, Any]]:
    """The events in the last 256 KiB; lines that cannot be read are passed over."""
    try:
        with open(attempt.launch["files"]["events"], "rb") as file:
            file.seek(-min(TAIL_BYTES, file.seek(0, os.SEEK_END)), os.SEEK_END)
            # Bounded: a device file has no end.
            lines = file.read(TAIL_BYTES).split(b"\n")
    except OSError:
        return
    for line in lines:
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict):
            yield event
