"""The line of one device: tickets by number, in a folder that all of a user's homes share."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from processes import locks
from tickets.ticket import Ticket

NUMBERING_SECONDS = 10.0
LONGEST_NAME = 100


class Line:
    """The tickets of a device. First is whoever has no lower ticket that is held."""

    def __init__(self, locks_folder: str, device: str) -> None:
        self.device = device
        self.folder = Path(locks_folder) / folder_name(device)

    @contextlib.contextmanager
    def numbering(self) -> Iterator[None]:
        """The right to draw and to remove tickets; raises ``OSError`` when nobody gives it up."""
        self.folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.folder / "numbering.lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            if not locks.lock_within(NUMBERING_SECONDS, lambda: locks.try_lock(descriptor)):
                raise OSError(f"the queue of {self.device} is held up: somebody does not give up {self.folder}")
            yield
        finally:
            os.close(descriptor)

    def tickets(self) -> list[Ticket]:
        """All tickets, the lowest first."""
        try:
            names = [Path(name) for name in os.listdir(self.folder)]
        except FileNotFoundError:
            return []
        numbers = sorted(int(name.stem) for name in names if name.suffix == ".json" and name.stem.isdigit())
        return [Ticket(self.device, number, self.folder / f"{number:012d}.json") for number in numbers]


def folder_name(device: str) -> str:
    """The device's name where it can be the name of a folder on every system; what cannot is written as %XX."""
    safe = "".join(char if char.isascii() and (char.isalnum() or char in "-_") else _escaped(char) for char in device)
    if len(safe) <= LONGEST_NAME:
        return safe
    # Imported when it is needed: every start would wait for it.
    import hashlib

    return hashlib.sha256(device.encode("utf-8")).hexdigest()


def _escaped(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))
