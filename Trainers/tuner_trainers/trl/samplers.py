"""Rows of like length together, as PyTorch's loader asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from torch.utils.data import Sampler

from tuner_trainers.data.order import grouped_by_length, shuffled, sorted_within


class EpochSampler(Sampler[int]):
    """The order that `order` gives for the epoch that was set, from 0, over `count` rows."""

    def __init__(self, order: Callable[[int], list[int]], count: int) -> None:
        self._order, self._count, self._epoch = order, count, 0

    def set_epoch(self, epoch: int) -> None:
        """Chooses the epoch whose order is given next, from 0."""
        self._epoch = epoch

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[int]:
        return iter(self._order(self._epoch))


def sample_in_batches(lengths: list[int], batch_size: int, seed: int) -> EpochSampler:
    """Batches of rows of about one length, wherever they stand: the least padding."""
    return EpochSampler(lambda epoch: grouped_by_length(lengths, batch_size, seed, epoch), len(lengths))


def sample_in_steps(lengths: list[int], step: int, seed: int) -> EpochSampler:
    """The random order, with rows of about one length together within each optimizer step of `step` rows."""
    count = len(lengths)
    return EpochSampler(lambda epoch: sorted_within(shuffled(count, seed, epoch), lengths, step), count)
