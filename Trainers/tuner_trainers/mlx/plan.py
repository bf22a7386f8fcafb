"""How many steps a training has, and which rows each of them sees: a function of the step, with no state."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

# Rows of one micro-batch, as indices.
Batch = list[int]


class Plan:
    """The steps of a training over `rows` rows. `order` gives the indices of the rows in an epoch, from 0.

    A step is an optimizer step of up to `gradient_accumulation_steps` micro-batches; no step spans two epochs, so the
    last of an epoch may be smaller. Fields count optimizer steps.
    """

    def __init__(self, training: Mapping[str, Any], rows: int, order: Callable[[int], list[int]]) -> None:
        self._training, self._order = training, order
        self._size, self._accumulation = training["per_device_batch_size"], training["gradient_accumulation_steps"]
        batches = math.ceil(rows / self._size)
        self.per_epoch = math.ceil(batches / self._accumulation)
        steps = training["max_steps"]
        self.total = steps if steps > 0 else math.ceil(training["num_epochs"] * self.per_epoch)
        self.epochs = self.total / self.per_epoch
        self._epoch, self._batches = -1, list[Batch]()

    def micro_batches(self, step: int) -> list[Batch]:
        """The micro-batches of the step that follows after `step` steps."""
        epoch, place = divmod(step, self.per_epoch)
        if epoch != self._epoch:
            order = self._order(epoch)
            self._batches = [order[at : at + self._size] for at in range(0, len(order), self._size)]
            self._epoch = epoch
        start = place * self._accumulation
        return self._batches[start : start + self._accumulation]

    def epoch(self, step: int) -> float:
        """How many epochs are done after `step` steps."""
        return step / self.per_epoch

    def is_due(self, step: int, every: float, strategy: str = "steps") -> bool:
        """Whether something that happens `every` steps (below 1: a share of all) is due after `step` steps.

        `strategy` is steps, epoch or no. What happens at all happens after the last step, too.
        """
        if strategy == "no":
            return False
        return step == self.total or step % self.interval(every, strategy) == 0

    def interval(self, every: float, strategy: str = "steps") -> int:
        """How many steps `every` is, which may be a share of all; those of an epoch when `strategy` says so."""
        return self.per_epoch if strategy == "epoch" else int(every) if every >= 1 else math.ceil(every * self.total)
