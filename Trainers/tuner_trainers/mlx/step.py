"""One optimizer step: gradients of its micro-batches added up, looked at, clipped, applied."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import mlx.core as mx
import mlx.nn as nn

from tuner_trainers.health.actions import fail_non_finite
from tuner_trainers.mlx.head import Logits
from tuner_trainers.mlx.optimizer import Optimizer, add
from tuner_trainers.protocol.events import Events

Row = dict[str, Any]
# Keeps the random numbers of different uses apart.
_DROPOUT = 1 << 40


@dataclass(frozen=True)
class StepDone:
    """What a step measured: the sums of its micro-batches, its gradient's norm, its tokens that are not padding."""

    sums: list[dict[str, float]]
    grad_norm: float
    tokens: int


class Stepper:
    """Takes steps. `objective` is an Sft or a Kto."""

    def __init__(self, logits: Logits, objective: Any, optimizer: Optimizer, seed: int, events: Events) -> None:
        self._logits, self._objective, self._optimizer, self._seed = logits, objective, optimizer, seed
        self._model, self._events = logits.model, events
        self._gradient = nn.value_and_grad(self._model, self._scaled_loss)

    def rate(self, step: int) -> float:
        """The learning rate of the step that follows after `step` steps."""
        return self._optimizer.rate(step)

    def take(self, step: int, micro_batches: list[list[Row]], asked: Callable[[], bool]) -> StepDone | None:
        """Takes the step that follows after `step` steps.

        None when it was given up, which leaves no trace: `asked` is called before and between micro-batches.
        """
        batches = [self._objective.collate(rows) for rows in micro_batches]
        self._model.train(self._objective.uses_dropout)
        total, found = None, []
        for index, (batch, share) in enumerate(zip(batches, self._objective.shares(batches), strict=True)):
            if found:
                # At most one is computed while the next is written down: memory of one, and an end within one.
                mx.eval(found[-1])
            if asked():
                return None
            mx.random.seed(self._seed + _DROPOUT * (1 + step) + index)
            (_, parts), gradients = self._gradient(batch, share)
            total = gradients if total is None else add(total, gradients)
            found.append(parts)
            mx.async_eval(parts, total)
        norm = self._apply(total, step)
        sums = [{name: value.item() for name, value in parts.items()} for parts in found]
        self._require_finite(sums, norm.item(), step)
        return StepDone(sums, norm.item(), sum(batch.tokens for batch in batches))

    def _scaled_loss(self, batch: Any, share: float) -> tuple[mx.array, dict[str, mx.array]]:
        loss, parts = self._objective.loss(self._logits, batch)
        return loss * share, parts

    def _apply(self, gradients: Any, step: int) -> mx.array:
        clipped, norm = self._optimizer.clip(gradients)
        self._optimizer.apply(self._model, clipped, step)
        return norm

    def _require_finite(self, sums: list[dict[str, float]], norm: float, step: int) -> None:
        """Ends a training whose numbers broke: nothing of the step has been saved."""
        if not all(math.isfinite(one["loss"]) for one in sums):
            fail_non_finite(self._events, "loss", step + 1)
        if not math.isfinite(norm):
            fail_non_finite(self._events, "grad_norm", step + 1)
