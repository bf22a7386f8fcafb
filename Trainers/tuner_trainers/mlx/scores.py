"""Cross-entropy in pieces: the logits of all learned tokens, the largest array of a training, never exist at once.

With a head that is not trained, the gradient is computed in the same pass: with p the softmax of a token's logits,
d log p[target] / d logits = onehot(target) - p. So a piece's logits are needed once, and one exponential each.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import mlx.core as mx

from tuner_trainers.mlx.head import Head

# Logits of a piece in float32. About ten arrays of this size live at once, since work is handed out ahead of its end.
_BYTES = 32 * 2**20
_Call = Callable[[mx.array], mx.array]


class Scores(NamedTuple):
    """Of each learned token, in float32: log-probability, 1 where the model would have said it, entropy, mean logit."""

    logps: mx.array
    correct: mx.array
    entropy: mx.array
    mean_logits: mx.array


def score(head: Head | None, states: mx.array, targets: mx.array, *, learns: bool) -> Scores:
    """Scores of tokens after states of the shape (tokens, width); without a head the states are the logits.

    Only `logps` carries a gradient, and that only where `learns` is true.
    """
    if head is None:
        return _score(lambda logits: logits, states, targets)
    if learns and head.is_frozen:
        return Scores(*_fused(head, states, targets))
    # What is one piece anyway is not worth computing again.
    again = learns and len(targets) > _size(head)
    compute = _again(head) if again else lambda own, marks: _score(head.call, own, marks)
    return Scores(*_in_pieces(head, compute, states if learns else mx.stop_gradient(states), targets))


def _score(call: _Call, states: mx.array, targets: mx.array) -> Scores:
    logits = call(states).astype(mx.float32)
    norm = mx.logsumexp(logits, axis=-1)
    chosen = mx.take_along_axis(logits, targets[:, None], axis=-1).squeeze(-1)
    fixed, total = mx.stop_gradient(logits), mx.stop_gradient(norm)
    expected = (mx.exp(fixed - total[:, None]) * fixed).sum(-1)
    return Scores(chosen - norm, _is_said(fixed, targets), total - expected, fixed.mean(-1))


def _again(head: Head) -> Callable[[mx.array, mx.array], Scores]:
    """For a head that is trained: its logits are computed again when their gradient is due."""

    def inner(weights: dict, states: mx.array, targets: mx.array) -> Scores:
        head.owner.update(weights)
        return _score(head.call, states, mx.stop_gradient(targets))

    compute = mx.checkpoint(inner)
    return lambda states, targets: compute(head.owner.trainable_parameters(), states, targets)


def _fused(head: Head, states: mx.array, targets: mx.array) -> list[mx.array]:
    """Scores, and with them the slope of each log-probability, which is all that the way back needs."""

    @mx.custom_function
    def compute(states: mx.array, targets: mx.array) -> list[mx.array]:
        return _in_pieces(head, lambda own, marks: _score_with_slope(head.call, own, marks), states, targets)

    @compute.vjp
    def back(primals: tuple, cotangents: tuple, outputs: tuple) -> tuple:
        slope = outputs[-1]
        return (cotangents[0][:, None] * slope).astype(slope.dtype), mx.zeros_like(primals[1])

    return compute(states, targets)[:-1]


def _score_with_slope(call: _Call, states: mx.array, targets: mx.array) -> list[mx.array]:
    made = call(states)
    logits = made.astype(mx.float32)
    top = logits.max(-1, keepdims=True)
    shares = mx.exp(logits - top)
    total = shares.sum(-1, keepdims=True)
    shares, norm = shares / total, (top + mx.log(total)).squeeze(-1)
    at = targets[:, None]
    chosen = mx.take_along_axis(logits, at, axis=-1).squeeze(-1)
    rest = mx.put_along_axis(-shares, at, 1 - mx.take_along_axis(shares, at, axis=-1), axis=-1)
    _, (slope,) = mx.vjp(call, [states], [rest.astype(made.dtype)])
    return [chosen - norm, _is_said(logits, targets), norm - (shares * logits).sum(-1), logits.mean(-1), slope]


def _is_said(logits: mx.array, targets: mx.array) -> mx.array:
    return (logits.argmax(-1) == targets).astype(mx.float32)


def _in_pieces(head: Head, compute: Callable, states: mx.array, targets: mx.array) -> list[mx.array]:
    """Computes piece after piece: none begins before the one before it is done."""
    size, found, before = _size(head), [], None
    for at in range(0, len(targets), size):
        own = states[at : at + size]
        found.append(compute(own if before is None else mx.depends(own, before), targets[at : at + size]))
        before = list(found[-1])
    return [mx.concatenate(parts) for parts in zip(*found, strict=True)] if len(found) > 1 else found[0]


def _size(head: Head) -> int:
    return max(1, _BYTES // (4 * head.vocabulary))
