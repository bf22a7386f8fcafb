"""Appends events to the event file of a run, one JSON document a line, whole lines in one write."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
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

    @contextmanager
    def together(self) -> Iterator[None]:
        """Meanwhile, whoever writes events may keep them to the end of the block, and write them at once."""
        with ExitStack() as stack:
            for listener in self._listeners:
                if isinstance(listener, (EventWriter, Tee)):
                    stack.enter_context(listener.together())
            yield


class EventWriter:
    """Writes the events of one attempt. Numbers that are not finite become null. Raises OSError on a full disk."""

    def __init__(self, path: str | Path, attempt: int = 1) -> None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        self._pid = os.getpid()
        self._attempt = attempt
        self._separator = b"" if self._ends_with_newline() else b"\n"
        # The lines of a block of `together`.
        self._held: list[bytes] | None = None

    def emit(self, kind: str, **fields: Any) -> None:
        """Appends one event. Does nothing in a forked child, which would tell everything twice."""
        if os.getpid() != self._pid:
            return
        event = {"v": 1, "attempt": self._attempt, "time": utc_now(), "type": kind, **finite(fields)}
        line = _to_json(event).encode("utf-8", "replace") + b"\n"
        if self._held is None:
            self._append(line)
        else:
            self._held.append(line)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Events of the block are appended in one write at its end, so that whoever follows them wakes up once."""
        self._held = []
        try:
            yield
        finally:
            lines, self._held = self._held, None
            self._append(b"".join(lines))

    def close(self) -> None:
        """Closes the file. No event can be written afterwards."""
        os.close(self._file)

    def _append(self, lines: bytes) -> None:
        if lines:
            _write_all(self._file, self._separator + lines)
            self._separator = b""

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
