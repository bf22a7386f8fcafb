"""All processes of an attempt: finding them, and ending what a trainer that has ended leaves behind."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

from attempt import log
from attempt.records import Attempt
from processes import table, this_system

KILL_SECONDS = 5.0
EMPTY_LOOKS = 2
# A look costs milliseconds: who takes long to end is looked for less often.
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.01, 0.2
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


class Tree:
    """The processes of one attempt: below ``root``, in the trainer's ``group``, marked, or holding the run's lock."""

    def __init__(
        self, attempt: Attempt, root: int | None, group: int | None = None, system: table.System | None = None
    ) -> None:
        self._marks = attempt.marks
        self._lock = attempt.launch["files"]["lock"]
        self._root, self._group = root, group
        self._leader_may_live = True
        self._system = system or this_system.here(attempt.marks)

    def forget_leader(self) -> None:
        """The leader of the group has ended and is no child of ours: whoever has its number now is somebody else."""
        self._root, self._leader_may_live = None, False

    def cpu_seconds(self) -> float:
        """The CPU time that its living processes have used so far."""
        entries = self._system.table()
        return sum(entries[pid].cpu_seconds for pid in self._related(entries))

    def survivors(self) -> set[int]:
        """Who of the attempt lives, besides this process."""
        entries = self._system.table()
        found = self._related(entries)
        found.update(self._system.marked(self._marks), self._system.holders(self._lock))
        return found - {os.getpid()}

    def _related(self, entries: dict[int, table.Entry]) -> set[int]:
        members = {entry.pid for entry in entries.values() if self._group in (entry.pid, entry.group)}
        if self._group in entries and not self._leader_may_live:
            members = set()
        return members if self._root is None else members | table.descendants(entries, self._root)


def end_survivors(tree: Tree, patience: float, send: Callable[[int, int], None] = os.kill) -> set[int]:
    """Ends who is left of a trainer that has ended: SIGTERM, after ``patience`` seconds SIGKILL, until nobody is found.

    Returns those that could not be ended in time.
    """
    for number, seconds in ((signal.SIGTERM, patience), (KILL, KILL_SECONDS)):
        if seconds > 0 and _is_gone_after(tree, number, seconds, send):
            return set()
    left = tree.survivors()
    log.say(f"could not be ended: {sorted(left)}")
    return left


def _is_gone_after(tree: Tree, number: int, seconds: float, send: Callable[[int, int], None]) -> bool:
    deadline, pause, empty_looks = time.monotonic() + seconds, FIRST_PAUSE_SECONDS, 0
    told: set[int] = set()
    while True:
        found = tree.survivors()
        empty_looks = 0 if found else empty_looks + 1
        if empty_looks == EMPTY_LOOKS:
            return True
        for pid in found - told:
            log.say(f"signal {number} to {pid}, which was left behind")
            _send(pid, number, send)
        told |= found
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
        pause = FIRST_PAUSE_SECONDS if not found else min(2 * pause, LONGEST_PAUSE_SECONDS)


def _send(pid: int, number: int, send: Callable[[int, int], None]) -> None:
    try:
        send(pid, number)
    except (ProcessLookupError, PermissionError):
        pass
