"""What a model thinks of the tokens that follow: log-probabilities and what is measured beside them."""

from __future__ import annotations

from typing import NamedTuple

import mlx.core as mx

from tuner_trainers.mlx.arrays import Sequences
from tuner_trainers.mlx.head import Logits
from tuner_trainers.mlx.scores import score


class Judged(NamedTuple):
    """Sums over the learned tokens, each of shape (rows,)."""

    logps: mx.array
    correct: mx.array
    entropy: mx.array
    mean_logits: mx.array


def judge(model: Logits, batch: Sequences, *, learns: bool) -> Judged:
    """Runs the model over a batch; what follows a token that is not learned is never computed.

    Only `logps` carries a gradient, and that only where `learns` is true.
    """
    states = model.states(batch.inputs, batch.places)
    return Judged(*(_sum(part, batch) for part in score(model.head, states, batch.targets, learns=learns)))


def _sum(values: mx.array, batch: Sequences) -> mx.array:
    return mx.zeros(batch.counts.shape).at[batch.rows].add(values)
