"""The processes of the system, as far as a sweep needs to know them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol


class Entry(NamedTuple):
    """A process that has not ended."""

    pid: int
    parent: int
    group: int
    cpu_seconds: float


class System(Protocol):
    """What the system tells about processes."""

    def table(self) -> dict[int, Entry]:
        """Every process that has not ended, by its id."""

    def marked(self, marks: dict[str, str]) -> Iterator[int]:
        """The living processes that have all these variables in the environment they were started with."""

    def holders(self, lock: str) -> Iterator[int]:
        """The living processes that hold the lock of this file, as far as the system tells."""


def descendants(table: dict[int, Entry], root: int) -> set[int]:
    """The children of a process, theirs, and so on."""
    children: dict[int, list[int]] = {}
    for entry in table.values():
        children.setdefault(entry.parent, []).append(entry.pid)
    found: set[int] = set()
    open_ones = [root]
    while open_ones:
        new = [pid for pid in children.get(open_ones.pop(), []) if pid not in found]
        found.update(new)
        open_ones.extend(new)
    return found
