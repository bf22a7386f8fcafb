"""What is counted while a trainer computes."""

from __future__ import annotations

import math
from typing import Any

import torch

from tuner_trainers.requests import EvaluationStopped
from tuner_trainers.trl.random_state import random_state, restore_random_state


class CountingMixin:
    """For a Trainer: counts tokens that are not padding, and notices a loss that is not finite."""

    tokens = 0
    saw_non_finite = False
    saw_bad_gradient = False
    _pending: Any = None

    def training_step(self, model: Any, inputs: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """One micro-batch; the counts stay on the device until they are asked for."""
        mask = inputs.get("attention_mask")
        count = inputs["input_ids"].numel() if mask is None else (mask != 0).sum()
        loss = super().training_step(model, inputs, *args, **kwargs)
        odd = (~torch.isfinite(loss)).any()
        self._pending = [*(self._pending or []), (count, odd)]
        return loss

    def _get_grad_norm(self, model: Any, *args: Any, **kwargs: Any) -> Any:
        norm = super()._get_grad_norm(model, *args, **kwargs)
        # Under fp16 an infinite gradient is usual: the scaler skips that step.
        self.saw_bad_gradient = not self.args.fp16 and not math.isfinite(norm)
        return norm

    def evaluate(self, *args: Any, **kwargs: Any) -> dict[str, float]:
        """Evaluates and leaves no trace in the random numbers; empty when the evaluation was given up."""
        before = random_state()
        try:
            return super().evaluate(*args, **kwargs)
        except EvaluationStopped:
            return {}
        finally:
            restore_random_state(before)

    def collect_counts(self) -> None:
        """Brings `tokens` and `saw_non_finite` up to date."""
        for count, odd in self._pending or []:
            self.tokens += int(count)
            self.saw_non_finite = self.saw_non_finite or bool(odd)
        self._pending = None
