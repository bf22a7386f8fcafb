"""A run's place in the lines of all its devices."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any

from attempt import log
from attempt.records import Attempt
from processes import identity
from tickets.line import Line
from tickets.ticket import Ticket, attempt_folder, draw


class DeviceBusy(Exception):
    """Somebody has a device, and the run is not to wait. ``holder`` is that ticket."""

    def __init__(self, holder: Ticket) -> None:
        super().__init__(holder.device)
        self.holder = holder


class Turn:
    """The tickets of one run; without devices there is nobody to wait for."""

    def __init__(self, lines: list[Line], drawn: list[tuple[Ticket, int]]) -> None:
        self._lines = lines
        self._own = [ticket for ticket, _ in drawn]
        self.descriptors = [descriptor for _, descriptor in drawn]
        """They hold the tickets: whoever inherits them keeps the devices taken."""
        self._owners: dict[Path, tuple[Any, ...]] = {}
        self.abandoned: list[Ticket] = []
        """Tickets whose run died without a result, as :meth:`ahead` came upon them."""

    def ahead(self) -> list[Ticket]:
        """A ticket of each run that is to go first."""
        found: dict[tuple[Any, ...], Ticket] = {}
        self.abandoned = []
        for line, own in zip(self._lines, self._own):
            for ticket in line.tickets():
                if ticket.number >= own.number:
                    break
                if ticket.is_held():
                    found.setdefault(self._owner(ticket), ticket)
                elif _has_no_result(ticket.run()):
                    self.abandoned.append(ticket)
        return list(found.values())

    def _owner(self, ticket: Ticket) -> tuple[Any, ...]:
        """Which attempt it is of. What a ticket says does not change: it is read once, not at every look."""
        if ticket.path not in self._owners:
            run = ticket.run()
            self._owners[ticket.path] = (run.get("directory"), run.get("attempt")) if run else (ticket.path,)
        return self._owners[ticket.path]

    def leave(self) -> None:
        """Gives the tickets back."""
        for line, ticket, descriptor in zip(self._lines, self._own, self.descriptors):
            try:
                with line.numbering():
                    os.close(descriptor)
                    ticket.path.unlink(missing_ok=True)
            except OSError as error:
                # The next one to draw clears it away: nobody holds it after this process.
                log.say(f"{ticket.path} stays: {error}")


def take(attempt: Attempt) -> Turn:
    """Draws a ticket of each device; raises :class:`DeviceBusy` when the run is not to wait, ``OSError``."""
    launch = attempt.launch
    lines = [Line(launch["locks"], device) for device in sorted(set(launch["devices"]))]
    owner = {
        "formatVersion": "1.0", "runId": launch["runId"], "attempt": attempt.number,
        "directory": os.path.realpath(attempt.directory), "supervisor": identity.of(os.getpid()),
    }  # fmt: skip
    with contextlib.ExitStack() as stack:
        # All are held at once, in one order for everybody: two runs meet in the same order on every device.
        for line in lines:
            stack.enter_context(line.numbering())
        numbers = [_clear(line, may_wait=launch["queue"]) + 1 for line in lines]
        return Turn(lines, [draw(line.device, line.folder, number, owner) for line, number in zip(lines, numbers)])


def _clear(line: Line, *, may_wait: bool) -> int:
    """Removes tickets that nobody holds; returns the highest number that is left."""
    highest = 0
    for ticket in line.tickets():
        highest = max(highest, ticket.number)
        if ticket.is_held():
            if not may_wait:
                raise DeviceBusy(ticket)
        elif not _has_no_result(ticket.run()):
            ticket.path.unlink(missing_ok=True)
    return highest


def _has_no_result(run: dict[str, Any]) -> bool:
    folder = attempt_folder(run)
    return folder is not None and folder.is_dir() and not (folder / "result.json").exists()
