"""Ends a trainer that was asked to end: first it ends itself, then SIGTERM, then SIGKILL, each with its time."""

from __future__ import annotations

import time

from processes.child import Process

STEPS = ("SIGTERM", "SIGKILL")


class Ladder:
    """The stop ladder of a trainer; nothing happens before :meth:`allow`. Seconds of the monotonic clock."""

    def __init__(self, process: Process, terminate_seconds: float) -> None:
        self._process = process
        self._terminate_seconds = terminate_seconds
        self._due: float | None = None
        self.sent: set[str] = set()
        """The signals that were sent to the trainer."""

    @property
    def patience(self) -> float:
        """How long those that the trainer leaves behind may take to end, in seconds."""
        return 0.0 if "SIGKILL" in self.sent else self._terminate_seconds

    def allow(self, seconds: float) -> None:
        """Gives the trainer this long to end by itself; what was allowed before counts when it ends sooner."""
        due = time.monotonic() + seconds
        self._due = due if self._due is None else min(due, self._due)

    def climb(self) -> None:
        """Takes the step that is due."""
        if self._due is None or time.monotonic() < self._due:
            return
        name = STEPS[1] if self.sent else STEPS[0]
        self._process.send(name)
        self.sent.add(name)
        self._due = time.monotonic() + self._terminate_seconds
