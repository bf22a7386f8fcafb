"""Appends events to the event file of a run, one JSON document a line, one write a line."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Protocol

from tuner_trainers.protocol.numbers import split_values as split_values

Listener = Callable[[dict[str, Any]], None]


class Events(Protocol):
    """Whatever takes events."""

    def emit(self, kind: str, **fields: Any) -> None:
        """Tells one event."""


class EventWriter:
    """Writes the events of one attempt. `listener` sees each event too, as it was written."""

    def __init__(self, path: str | Path, attempt: int = 1, listener: Listener | None = None) -> None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        self._pid = os.getpid()
        self._attempt = attempt
        self._listener = listener
        self._separator = b"" if self._ends_with_newline() else b"\n"

    def emit(self, kind: str, **fields: Any) -> None:
        """Appends one event. Does nothing in a forked child, which would tell everything twice."""
        if os.getpid() != self._pid:
            return
        event = {"v": 1, "attempt": self._attempt, "time": utc_now(), "type": kind, **fields}
        line = json.dumps(event, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        os.write(self._file, self._separator + line.encode("utf-8", "replace") + b"\n")
        self._separator = b""
        if self._listener:
            self._listener(event)

    def phase(self, name: str, message: str = "", details: Mapping[str, Any] | None = None) -> None:
        """Says what the trainer does from now on."""
        words = {"message": message} if message else {}
        self.emit("phase", name=name, **words, **({"details": dict(details)} if details else {}))

    def warning(self, code: str, message: str, details: Mapping[str, Any] | None = None) -> None:
        """Says that something was done otherwise than asked for, or may not be meant."""
        self.emit("warning", code=code, message=message, **({"details": dict(details)} if details else {}))

    def values(self, kind: str, step: int, epoch: float | None, values: Mapping[str, Any]) -> None:
        """Appends a `metrics` or an `evaluation` event; numbers that are not finite become null with the reason."""
        self.emit(kind, step=step, epoch=epoch, **split_values(values))

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


def utc_now() -> str:
    """The time as every record carries it: UTC, ISO 8601 with milliseconds."""
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
