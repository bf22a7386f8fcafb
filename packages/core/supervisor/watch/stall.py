"""Notices that a trainer gives no sign of life: events, output, checkpoints, CPU time."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from attempt import life, log
from attempt.records import Attempt

# Of one core: less than this is a thread that wakes up now and then in a program that does nothing.
BUSY_SHARE = 0.01
LOOKS_PER_LIMIT = 10
SHORTEST_SECONDS, LONGEST_SECONDS = 0.2, 30.0


class Stall:
    """Tells of a silence of ``stallMs`` and of its end; leaves a stop when the launch document says so.

    ``cpu_seconds`` tells what the trainer's tree has used so far.
    """

    def __init__(
        self, attempt: Attempt, cpu_seconds: Callable[[], float], leave_stop: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._attempt = attempt
        self._limit = attempt.launch["stallMs"] / 1000
        self._period = min(max(self._limit / LOOKS_PER_LIMIT, SHORTEST_SECONDS), LONGEST_SECONDS)
        self._cpu_seconds, self._leave_stop, self._clock = cpu_seconds, leave_stop, clock
        self._looked_at = self._alive_at = clock()
        self._files = self._cpu = None
        self._is_stalled = False

    def look(self) -> None:
        """Does what is due now."""
        now = self._clock()
        if self._limit == 0 or now < self._looked_at + self._period:
            return
        if self._shows_life(now - self._looked_at):
            self._alive_at = now
            if self._is_stalled:
                self._is_stalled = False
                self._tell("run.recovered")
        elif not self._is_stalled and now - self._alive_at >= self._limit:
            self._is_stalled = True
            self._tell("run.stalled", silentSeconds=round(now - self._alive_at, 1))
            if self._attempt.launch["onStall"] == "stop":
                self._leave_stop("stall")
        self._looked_at = now

    def _shows_life(self, elapsed: float) -> bool:
        files, cpu = self._signs(), self._cpu_seconds()
        has_written = files != self._files
        has_worked = self._cpu is not None and cpu - self._cpu > BUSY_SHARE * elapsed
        self._files, self._cpu = files, cpu
        return has_written or has_worked

    def _tell(self, kind: str, **fields: Any) -> None:
        log.say(kind)
        life.append(self._attempt, kind, **fields)
        # The line of this event is no sign of life.
        self._files = self._signs()

    def _signs(self) -> tuple[Any, ...]:
        files = self._attempt.launch["files"]
        grown = [_stat(path) for path in (files.get("events"), self._attempt.folder / "trainer.log")]
        return (*grown, *_folders(files.get("checkpoints")))


def _stat(path: Any) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except (OSError, TypeError):
        return None
    return found.st_size, found.st_mtime_ns


def _folders(path: Any) -> list[Any]:
    """The state of a folder and of what is directly in it: a checkpoint that is being written grows in there."""
    try:
        return [_stat(path), *sorted((entry.name, _stat(entry.path)) for entry in os.scandir(path))]
    except (OSError, TypeError):
        return []
