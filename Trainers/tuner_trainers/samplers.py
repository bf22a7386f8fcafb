"""Rows of like length together: less padding, and the same order whenever an epoch is started."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch.utils.data import Sampler

_BATCHES_PER_CHUNK = 50


class LengthGroupedSampler(Sampler[int]):
    """Shuffles by (seed, epoch), then sorts within chunks of many batches, and shuffles the batches."""

    def __init__(self, lengths: list[int], batch_size: int, seed: int) -> None:
        self._lengths, self._batch, self._seed, self._epoch = lengths, batch_size, seed, 0

    def set_epoch(self, epoch: int) -> None:
        """Chooses the epoch whose order is given next, from 0."""
        self._epoch = epoch

    def __len__(self) -> int:
        return len(self._lengths)

    def __iter__(self) -> Iterator[int]:
        generator = torch.Generator().manual_seed(self._seed * 1_000_003 + self._epoch)
        order = torch.randperm(len(self._lengths), generator=generator).tolist()
        chunk = self._batch * _BATCHES_PER_CHUNK
        batches = []
        for start in range(0, len(order), chunk):
            rows = sorted(order[start : start + chunk], key=lambda row: self._lengths[row], reverse=True)
            batches += [rows[at : at + self._batch] for at in range(0, len(rows), self._batch)]
        # The short batch stays last: batches are cut anew from the flat order.
        full = [batch for batch in batches if len(batch) == self._batch]
        rest = [row for batch in batches if len(batch) < self._batch for row in batch]
        for index in torch.randperm(len(full), generator=generator).tolist():
            yield from full[index]
        yield from rest
