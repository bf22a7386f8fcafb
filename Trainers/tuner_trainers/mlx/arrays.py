"""Rows of token ids as arrays, padded on the right: a causal model never looks there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import mlx.core as mx
import numpy

from tuner_trainers.data.tokenize import NO_LOSS


class Sequences(NamedTuple):
    """`inputs` and the token that follows each of them, `targets`; `mask` is 1 where a target is learned.

    All have the shape (rows, longest row - 1). `tokens` counts what is not padding.
    """

    inputs: mx.array
    targets: mx.array
    mask: mx.array
    tokens: int


def pad(ids: Sequence[Sequence[int]], labels: Sequence[Sequence[int]], pad_id: int) -> Sequences:
    """Token ids and labels (-100: not learned) of some rows as arrays."""
    longest = max(map(len, ids))
    tokens = numpy.full((len(ids), longest), pad_id, dtype=numpy.int32)
    learned = numpy.zeros((len(ids), longest), dtype=numpy.float32)
    for row, (own, marks) in enumerate(zip(ids, labels, strict=True)):
        tokens[row, : len(own)] = own
        learned[row, : len(own)] = [mark != NO_LOSS for mark in marks]
    return Sequences(
        mx.array(tokens[:, :-1]), mx.array(tokens[:, 1:]), mx.array(learned[:, 1:]), sum(map(len, ids))
    )
