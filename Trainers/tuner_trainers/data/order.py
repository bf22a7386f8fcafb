"""In which order rows are seen: decided by (seed, epoch) alone, so that an epoch can be started again anywhere."""

from __future__ import annotations

import random
from collections.abc import Sequence

_BATCHES_PER_CHUNK = 50


def shuffled(count: int, seed: int, epoch: int) -> list[int]:
    """The indices of `count` rows in the random order of an epoch."""
    order = list(range(count))
    _source(seed, epoch).shuffle(order)
    return order


def grouped_by_length(lengths: Sequence[int], batch_size: int, seed: int, epoch: int) -> list[int]:
    """Like `shuffled`, but every batch has rows of about one length; the one batch that is not full stays last.

    Rows are sorted within chunks of 50 batches, then the batches are shuffled.
    """
    source = _source(seed, epoch)
    order = list(range(len(lengths)))
    source.shuffle(order)
    chunk = batch_size * _BATCHES_PER_CHUNK
    full, rest = [], []
    for start in range(0, len(order), chunk):
        rows = sorted(order[start : start + chunk], key=lambda row: lengths[row], reverse=True)
        for at in range(0, len(rows), batch_size):
            batch = rows[at : at + batch_size]
            full.append(batch) if len(batch) == batch_size else rest.extend(batch)
    source.shuffle(full)
    return [row for batch in full for row in batch] + rest


def sorted_within(order: Sequence[int], lengths: Sequence[int], step: int) -> list[int]:
    """The order with every `step` rows that follow each other sorted by length, the longest first.

    With as many rows as an optimizer step has, its micro-batches hold rows of like length, and it learns what it would
    have learned.
    """
    parts = [order[start : start + step] for start in range(0, len(order), step)]
    return [row for part in parts for row in sorted(part, key=lambda row: lengths[row], reverse=True)]


def blocks_by_length(lengths: Sequence[int], labels: Sequence[bool], size: int, seed: int) -> list[int]:
    """An order in which every `size` rows that follow each other have about one length; a block not full stays last.

    Good and bad rows stay as evenly mixed as they were, within chunks of 50 blocks; the blocks are shuffled.
    """
    full, rest = [], []
    for start in range(0, len(lengths), size * _BATCHES_PER_CHUNK):
        chunk = range(start, min(start + size * _BATCHES_PER_CHUNK, len(lengths)))
        order = _merged([sorted((row for row in chunk if labels[row] == label), key=lambda row: lengths[row])
                         for label in (True, False)])  # fmt: skip
        for at in range(0, len(order), size):
            block = order[at : at + size]
            full.append(block) if len(block) == size else rest.extend(block)
    _source(seed, 0).shuffle(full)
    return [row for block in full for row in block] + rest


def _merged(parts: list[list[int]]) -> list[int]:
    """One list of several, each spread evenly over it and in its own order."""
    places = [((at + 0.5) / len(part), row) for part in parts for at, row in enumerate(part)]
    return [row for _, row in sorted(places)]


def _source(seed: int, epoch: int) -> random.Random:
    return random.Random(f"order {seed} {epoch}")
