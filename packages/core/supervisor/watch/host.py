"""Whether the program that an attached run belongs to is still there."""

from __future__ import annotations

import os
import select
import stat
import threading
import time
from typing import Any, Protocol

from attempt.records import Attempt
from processes import identity

STDIN = 0
# A process may have to be started to look: see identity.
LOOK_SECONDS = 1.0 if os.path.isdir("/proc/self") else 5.0


class Host(Protocol):
    """The program that an attached run belongs to."""

    descriptors: list[int]
    """What to wait on, besides the clock."""

    def just_left(self) -> bool:
        """Whether it has left; ``True`` once."""


class NoHost:
    """Of a detached run: there is nobody who could leave."""

    descriptors: list[int] = []

    def just_left(self) -> bool:
        """See :class:`Host`."""
        return False


class PipeHost:
    """The program that started this process: its end of our stdin stays open while it lives."""

    def __init__(self) -> None:
        self._watched = True
        self._left = threading.Event()
        if os.name == "nt":
            # Pipes cannot be polled there.
            threading.Thread(target=self._read_to_end, daemon=True).start()

    @property
    def descriptors(self) -> list[int]:
        """See :class:`Host`."""
        return [STDIN] if self._watched and os.name != "nt" else []

    def just_left(self) -> bool:
        """See :class:`Host`."""
        while self.descriptors and not self._left.is_set() and select.select([STDIN], [], [], 0)[0]:
            self._read()
        left = self._watched and self._left.is_set()
        self._watched = self._watched and not left
        return left

    @staticmethod
    def is_there() -> bool:
        """Whether stdin is such a pipe."""
        mode = os.fstat(STDIN).st_mode
        return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)

    def _read_to_end(self) -> None:
        while not self._left.is_set():
            self._read()

    def _read(self) -> None:
        try:
            data = os.read(STDIN, 4096)
        except OSError:
            data = b""
        if not data:
            self._left.set()


class RecordedHost:
    """The host of a supervisor that died, by the identity that it left in the attempt's folder."""

    descriptors: list[int] = []

    def __init__(self, record: dict[str, Any] | None) -> None:
        self._record = record
        self._watched = True
        self._next_look = 0.0

    def just_left(self) -> bool:
        """See :class:`Host`."""
        if not self._watched or time.monotonic() < self._next_look:
            return False
        self._next_look = time.monotonic() + LOOK_SECONDS
        self._watched = identity.is_alive(self._record) is not False
        return not self._watched


class AttachedHost:
    """The host of an attached run; it may let the run go on without it, which detached.json says."""

    def __init__(self, attempt: Attempt, host: Host) -> None:
        self._detached = attempt.folder / "detached.json"
        self._host = host

    @property
    def descriptors(self) -> list[int]:
        """See :class:`Host`."""
        return self._host.descriptors

    def just_left(self) -> bool:
        """See :class:`Host`."""
        return self._host.just_left() and not self._detached.exists()
