"""Appends events to the event file of a run, one JSON document a line, one write a line."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from tuner_trainers.protocol.numbers import finite

# One for all events: making it costs as much as using it.
_to_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class Events(Protocol):
    """Whatever takes events."""

    def emit(self, kind: str, **fields: Any) -> None:
        """Tells one event."""


class Tee:
    """Tells every event to several, in this order."""

    def __init__(self, *listeners: Events) -> None:
        self._listeners = listeners

    def emit(self, kind: str, **fields: Any) -> None:
        """Tells one event to all."""
        for listener in self._listeners:
            listener.emit(kind, **fields)


class EventWriter:
    """Writes the events of one attempt. Numbers that are not finite become null. Raises OSError on a full disk."""

    def __init__(self, path: str | Path, attempt: int = 1) -> None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        self._pid = os.getpid()
        self._attempt = attempt
        self._separator = b"" if self._ends_with_newline() else b"\n"

    def emit(self, kind: str, **fields: Any) -> None:
        """Appends one event. Does nothing in a forked child, which would tell everything twice."""
        if os.getpid() != self._pid:
            return
        event = {"v": 1, "attempt": self._attempt, "time": utc_now(), "type": kind, **finite(fields)}
        _write_all(self._file, self._separator + _to_json(event).encode("utf-8", "replace") + b"\n")
        self._separator = b""

    def close(self) -> None:
        """Closes the file. No event can be written afterwards."""
        os.close(self._file)

    def _ends_with_newline(self) -> bool:
        # An attempt that was killed may have left half a line, which would swallow the next one.
        size = os.fstat(self._file).st_size
        if size == 0:
            return True
        os.lseek(self._file, size - 1, os.SEEK_SET)
        return os.read(self._file, 1) == b"\n"


def _write_all(file: int, data: bytes) -> None:
    # Only a disk that fills up takes a part: writing the rest then raises ENOSPC.
    while data:
        data = data[os.write(file, data) :]


def utc_now() -> str:
    """The time as every record carries it: UTC, ISO 8601 with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
