"""Who watches over an attached run: its supervisor, and the program that wants its result.

When both are gone nobody can ask for a stop any more, and the trainer itself must see that it is to save and end.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tuner_trainers.process_identity import is_alive

LOOK_SECONDS = 1.0


class Guardians:
    """The supervisors and hosts of an attempt, by the identities that they leave in its folder.

    A detached run (`attached` False, or detached.json) goes on without any. `is_alive` takes such an identity.
    """

    def __init__(
        self, folder: Path, *, attached: bool, is_alive: Callable[[dict[str, Any]], bool] = is_alive,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._folder, self._attached = folder, attached
        self._is_alive, self._clock = is_alive, clock
        self._next_look = 0.0
        self._parent: int | None = None

    def are_gone(self) -> bool:
        """Whether somebody watched over this run, and nobody does any more. It looks once a second, and is cheap."""
        if not self._attached or self._is_child_of_one() or self._clock() < self._next_look:
            return False
        self._next_look = self._clock() + LOOK_SECONDS
        if (self._folder / "detached.json").exists():
            return False
        known = list(self._known())
        return bool(known) and not any(self._is_alive(identity) for identity in known)

    def _is_child_of_one(self) -> bool:
        # One system call, where the parent of a process changes with the parent's end: not on Windows.
        return self._parent is not None and os.name != "nt" and os.getppid() == self._parent

    def _known(self) -> Iterator[dict[str, Any]]:
        for path in (self._folder / "supervisor.json", *sorted(self._folder.glob("adopt-*.json"))):
            identity = _read(path)
            if identity is None:
                continue
            if identity.get("pid") == os.getppid():
                self._parent = identity["pid"]
            yield identity
            if isinstance(identity.get("host"), dict):
                yield identity["host"]


def _read(path: Path) -> dict[str, Any] | None:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) and isinstance(value.get("pid"), int) else None
