"""Processes as macOS tells of them through ``ps``, which also shows the environment of the user's own processes."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator

from processes.table import Entry


def run_ps(arguments: list[str]) -> str:
    """What ``ps`` says, without ``ps`` itself."""
    with subprocess.Popen(["ps", *arguments], stdout=subprocess.PIPE, env={**os.environ, "LC_ALL": "C"}) as process:
        text = process.communicate()[0].decode("utf-8", "replace")
    own = re.compile(rf"\s*{process.pid}\s")
    return "\n".join(line for line in text.splitlines() if not own.match(line))


class MacOS:
    """Asks ``ps``. It does not tell who holds a lock: there the environment must do."""

    def __init__(self, ps: Callable[[list[str]], str] = run_ps) -> None:
        self._ps = ps

    def table(self) -> dict[int, Entry]:
        """See :class:`processes.table.System`."""
        entries = {}
        for line in self._ps(["-axo", "pid=,ppid=,pgid=,stat=,time="]).splitlines():
            pid, parent, group, state, time = line.split()
            if not state.startswith("Z"):
                entries[int(pid)] = Entry(int(pid), int(parent), int(group), seconds_of(time))
        return entries

    def marked(self, marks: dict[str, str]) -> Iterator[int]:
        """See :class:`processes.table.System`."""
        wanted = [re.compile(rf"\s{re.escape(f'{name}={value}')}(\s|$)") for name, value in marks.items()]
        for line in self._ps(["-axEww", "-o", "pid=,command="]).splitlines():
            if all(mark.search(line) for mark in wanted):
                yield int(line.split()[0])

    def holders(self, lock: str) -> Iterator[int]:
        """See :class:`processes.table.System`: nothing is told here."""
        return iter(())


def seconds_of(time: str) -> float:
    """CPU time as ``ps`` writes it: ``[[days-]hours:]minutes:seconds``."""
    days, _, rest = time.rpartition("-")
    seconds = 0.0
    for part in rest.split(":"):
        seconds = seconds * 60 + float(part)
    return int(days or 0) * 86_400 + seconds
