"""Processes as Linux tells of them in ``/proc``."""

from __future__ import annotations

import os
from collections.abc import Iterator

from processes.table import Entry

TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


class Linux:
    """Reads ``/proc``; what belongs to others or ends meanwhile is passed over."""

    def table(self) -> dict[int, Entry]:
        """See :class:`processes.table.System`."""
        entries = (self._entry(pid) for pid in self._pids())
        return {entry.pid: entry for entry in entries if entry}

    def marked(self, marks: dict[str, str]) -> Iterator[int]:
        """See :class:`processes.table.System`. Of a process that has ended the environment is empty."""
        wanted = {f"{name}={value}".encode() for name, value in marks.items()}
        for pid in self._pids():
            if wanted.issubset(_read(f"/proc/{pid}/environ").split(b"\0")):
                yield pid

    def holders(self, lock: str) -> Iterator[int]:
        """See :class:`processes.table.System`. A process that only has the file open does not hold its lock."""
        try:
            wanted = os.stat(lock)
        except OSError:
            return
        for pid in self._pids():
            if any(self._holds(pid, number, wanted) for number in _names(f"/proc/{pid}/fd")):
                yield pid

    def _holds(self, pid: int, number: str, wanted: os.stat_result) -> bool:
        try:
            found = os.stat(f"/proc/{pid}/fd/{number}")
        except OSError:
            return False
        is_same = (found.st_dev, found.st_ino) == (wanted.st_dev, wanted.st_ino)
        return is_same and b"\nlock:" in _read(f"/proc/{pid}/fdinfo/{number}")

    def _pids(self) -> Iterator[int]:
        return (int(name) for name in _names("/proc") if name.isdigit())

    def _entry(self, pid: int) -> Entry | None:
        # The name, in parentheses, may hold anything; the fields begin behind it, with the third.
        fields = _read(f"/proc/{pid}/stat").rpartition(b")")[2].split()
        if len(fields) < 13 or fields[0] in (b"Z", b"X"):
            return None
        parent, group = int(fields[1]), int(fields[2])
        return Entry(pid, parent, group, (int(fields[11]) + int(fields[12])) / TICKS)


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def _names(path: str) -> list[str]:
    try:
        return os.listdir(path)
    except OSError:
        return []
