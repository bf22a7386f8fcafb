"""What is counted while a trainer computes."""

from __future__ import annotations

from typing import Any

import torch


class CountingMixin:
    """For a Trainer: counts tokens that are not padding, and notices a loss that is not finite."""

    tokens = 0
    saw_non_finite = False
    _pending: Any = None

    def training_step(self, model: Any, inputs: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """One micro-batch; the counts stay on the device until they are asked for."""
        mask = inputs.get("attention_mask")
        count = inputs["input_ids"].numel() if mask is None else (mask != 0).sum()
        loss = super().training_step(model, inputs, *args, **kwargs)
        odd = (~torch.isfinite(loss)).any()
        self._pending = [*(self._pending or []), (count, odd)]
        return loss

    def collect_counts(self) -> None:
        """Brings `tokens` and `saw_non_finite` up to date."""
        for count, odd in self._pending or []:
            self.tokens += int(count)
            self.saw_non_finite = self.saw_non_finite or bool(odd)
        self._pending = None
