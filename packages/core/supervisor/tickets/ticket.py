"""One ticket of a device's queue: a file that is locked while its run waits, or any of the run's processes lives."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, NamedTuple

from attempt.records import read
from processes import identity, locks


class Ticket(NamedTuple):
    """A ticket that is there, of whichever run."""

    device: str
    number: int
    path: Path

    def is_held(self) -> bool:
        """Whether its run waits or lives."""
        if locks.is_locked(self.path):
            return True
        # Where locks are not inherited, the trainer of a supervisor that died does not hold it.
        return not locks.INHERITED and self.path.exists() and _trainer_lives(self.run())

    def run(self) -> dict[str, Any]:
        """Whose it is: ``runId``, ``attempt``, ``directory`` and ``supervisor``, as far as that can be read."""
        return read(self.path) or {}


def draw(device: str, folder: Path, number: int, owner: dict[str, Any]) -> tuple[Ticket, int]:
    """Writes a ticket and takes its lock; returns it with the descriptor that holds the lock."""
    path = folder / f"{number:012d}.json"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        if not locks.try_lock(descriptor):
            raise OSError(f"{path} cannot be locked")
        os.write(descriptor, json.dumps(owner).encode("utf-8"))
    except BaseException:
        os.close(descriptor)
        path.unlink(missing_ok=True)
        raise
    return Ticket(device, number, path), descriptor


def attempt_folder(run: dict[str, Any]) -> Path | None:
    """The folder of the attempt that a ticket names; ``None`` when it names none."""
    if not isinstance(run.get("directory"), str) or not isinstance(run.get("attempt"), int):
        return None
    return Path(run["directory"]) / "attempts" / str(run["attempt"])


def _trainer_lives(run: dict[str, Any]) -> bool:
    folder = attempt_folder(run)
    return folder is not None and identity.is_alive(read(folder / "process.json")) is True
