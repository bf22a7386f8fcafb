"""What a model thinks of the tokens that follow: log-probabilities and what is measured beside them."""

from __future__ import annotations

from typing import NamedTuple

import mlx.core as mx
import mlx.nn as nn

from tuner_trainers.mlx.arrays import Sequences


class Judged(NamedTuple):
    """Sums over the learned tokens, each of shape (rows,)."""

    logps: mx.array
    correct: mx.array
    entropy: mx.array
    mean_logits: mx.array


def judge(model: nn.Module, batch: Sequences) -> Judged:
    """Runs the model over a batch. Only `logps` carries a gradient; what is not evaluated is not computed."""
    logits = model(batch.inputs).astype(mx.float32)
    norm = mx.logsumexp(logits, axis=-1)
    chosen = mx.take_along_axis(logits, batch.targets[..., None], axis=-1).squeeze(-1)
    fixed, total = mx.stop_gradient(logits), mx.stop_gradient(norm)
    expected = (mx.softmax(fixed, axis=-1) * fixed).sum(-1)
    correct = fixed.argmax(-1) == batch.targets
    return Judged(
        *(_sum(part, batch) for part in (chosen - norm, correct, total - expected, fixed.mean(-1)))
    )


def _sum(values: mx.array, batch: Sequences) -> mx.array:
    return (values * batch.mask).sum(-1)
