"""Rows of like length together, as PyTorch's loader asks for them."""

from __future__ import annotations

from collections.abc import Iterator

from torch.utils.data import Sampler

from tuner_trainers.data.order import grouped_by_length


class LengthGroupedSampler(Sampler[int]):
    """The order of `grouped_by_length` in the epoch that was set, from 0."""

    def __init__(self, lengths: list[int], batch_size: int, seed: int) -> None:
        self._lengths, self._batch, self._seed, self._epoch = lengths, batch_size, seed, 0

    def set_epoch(self, epoch: int) -> None:
        """Chooses the epoch whose order is given next, from 0."""
        self._epoch = epoch

    def __len__(self) -> int:
        return len(self._lengths)

    def __iter__(self) -> Iterator[int]:
        return iter(grouped_by_length(self._lengths, self._batch, self._seed, self._epoch))
