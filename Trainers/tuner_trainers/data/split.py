"""Seeded choices: which rows are held out, and in which order KTO sees good and bad answers."""

from __future__ import annotations

import random
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def split(
    items: Sequence[Item], test_size: float, seed: int, group_of: Callable[[Item], Hashable] = lambda item: None
) -> tuple[list[Item], list[Item]]:
    """Holds out a share of every group; each part keeps the order of `items`.

    Of a group of at least two rows at least one is held out and at least one is kept, of a single row none is held out.
    """
    held_out = set()
    for number, members in enumerate(_grouped(items, group_of)):
        count = min(len(members) - 1, max(1, round(len(members) * test_size)))
        held_out.update(random.Random(f"split {seed} {number}").sample(members, count))
    kept = [item for index, item in enumerate(items) if index not in held_out]
    return kept, [item for index, item in enumerate(items) if index in held_out]


def interleave(items: Sequence[Item], seed: int, group_of: Callable[[Item], Hashable]) -> list[Item]:
    """Shuffles every group, then mixes the groups as evenly as their sizes allow; no item is lost."""
    placed = []
    for number, members in enumerate(_grouped(items, group_of)):
        random.Random(f"interleave {seed} {number}").shuffle(members)
        # The n-th of a group of m belongs in the middle of the n-th of m equal parts of the whole.
        placed += [((place + 0.5) / len(members), number, index) for place, index in enumerate(members)]
    return [items[index] for _, _, index in sorted(placed)]


def _grouped(items: Sequence[Item], group_of: Callable[[Item], Hashable]) -> list[list[int]]:
    groups: dict[Hashable, list[int]] = {}
    for index, item in enumerate(items):
        groups.setdefault(group_of(item), []).append(index)
    return [groups[key] for key in sorted(groups, key=repr)]
