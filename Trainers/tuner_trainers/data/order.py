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


def _source(seed: int, epoch: int) -> random.Random:
    return random.Random(f"order {seed} {epoch}")
