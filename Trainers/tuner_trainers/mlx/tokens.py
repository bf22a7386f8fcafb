"""What a model thinks of the tokens that follow: log-probabilities and what is measured beside them."""

from __future__ import annotations

from typing import NamedTuple

import mlx.core as mx

from tuner_trainers.mlx.arrays import Sequences
from tuner_trainers.mlx.head import Logits


class Judged(NamedTuple):
    """Sums over the learned tokens, each of shape (rows,)."""

    logps: mx.array
    correct: mx.array
    entropy: mx.array
    mean_logits: mx.array


def judge(model: Logits, batch: Sequences) -> Judged:
    """Runs the model over a batch; what follows a token that is not learned is never computed.

    Only `logps` carries a gradient, and what nobody evaluates is not computed either.
    """
    logits = model.at(batch.inputs, batch.places).astype(mx.float32)
    norm = mx.logsumexp(logits, axis=-1)
    chosen = mx.take_along_axis(logits, batch.targets[:, None], axis=-1).squeeze(-1)
    fixed, total = mx.stop_gradient(logits), mx.stop_gradient(norm)
    expected = (mx.exp(fixed - total[:, None]) * fixed).sum(-1)
    correct = (fixed.argmax(-1) == batch.targets).astype(mx.float32)
    return Judged(*(_sum(part, batch) for part in (chosen - norm, correct, total - expected, fixed.mean(-1))))


def _sum(values: mx.array, batch: Sequences) -> mx.array:
    return mx.zeros(batch.counts.shape).at[batch.rows].add(values)
