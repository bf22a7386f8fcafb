"""What the model said before it was trained: KTO's reference, with no second model in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import mlx.core as mx
import mlx.nn as nn

from tuner_trainers.mlx.head import Logits
from tuner_trainers.mlx.pairs import Pairs
from tuner_trainers.mlx.tokens import judge
from tuner_trainers.mlx.trainable import adapter_layers

Rows = list[dict[str, Any]]
LOGPS, OTHERS = "ref_logps", "ref_KL_logps"


class Reference(Protocol):
    """Gives the reference's log-probabilities."""

    def logps(self, model: Logits, batch: Pairs) -> tuple[mx.array, ...]:
        """Of the answers, and of the answers to other prompts if there are any; shape (rows,), no gradient."""


class ScaledOff:
    """For LoRA on the base model: its adapter multiplied by 0 leaves just the base."""

    def logps(self, model: Logits, batch: Pairs) -> tuple[mx.array, ...]:
        """Runs the model with its adapter off."""
        with _adapter_off(model.model):
            return reference_logps(model, batch)


class Precomputed:
    """For everything else: computed before the first step, and kept with each row."""

    def logps(self, model: Logits, batch: Pairs) -> tuple[mx.array, ...]:
        """Looks the numbers up."""
        names = (LOGPS, OTHERS) if batch.others else (LOGPS,)
        return tuple(mx.array([row[name] for row in batch.rows]) for name in names)


def precompute(
    model: Logits, rows: Rows, size: int, collate: Callable[[Rows], Pairs], between: Callable[[], None]
) -> None:
    """Adds the model's log-probabilities to each row, in batches of `size`; calls `between` after each batch."""
    # Rows of about one length side by side: less padding.
    ordered = sorted(rows, key=lambda row: len(row["prompt_ids"]) + len(row["completion_ids"]))
    for at in range(0, len(rows), size):
        part = ordered[at : at + size]
        found = reference_logps(model, collate(part))
        mx.eval(*found)
        for row, *values in zip(part, *(values.tolist() for values in found), strict=True):
            row.update(zip((LOGPS, OTHERS), values, strict=False))
        between()


def reference_logps(model: Logits, batch: Pairs) -> tuple[mx.array, ...]:
    """The model's log-probabilities of the answers and of the answers to other prompts, without gradient."""
    parts = [batch.answers, *([batch.others] if batch.others else [])]
    return tuple(mx.stop_gradient(judge(model, part, learns=False).logps) for part in parts)


@contextmanager
def _adapter_off(model: nn.Module) -> Iterator[None]:
    layers = adapter_layers(model)
    scales = [layer.scale for layer in layers]
    for layer in layers:
        layer.scale = 0.0
    try:
        yield
    finally:
        for layer, scale in zip(layers, scales, strict=True):
            layer.scale = scale
