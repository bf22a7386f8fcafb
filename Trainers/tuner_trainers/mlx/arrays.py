"""Rows of token ids as arrays, padded on the right: a causal model never looks there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import mlx.core as mx
import numpy

from tuner_trainers.data.tokenize import NO_LOSS


class Sequences(NamedTuple):
    """`inputs` of the shape (rows, longest row - 1), and the targets that are learned, one after the other.

    The target `targets[n]` follows the input at the place `places[n]` of the flattened inputs, in the row `rows[n]`.
    `counts` has the number of targets of each row; `tokens` counts what is not padding.
    """

    inputs: mx.array
    places: mx.array
    rows: mx.array
    targets: mx.array
    counts: mx.array
    tokens: int


def pad(ids: Sequence[Sequence[int]], labels: Sequence[Sequence[int]], pad_id: int) -> Sequences:
    """Token ids and labels (-100: not learned) of some rows as arrays."""
    longest = max(map(len, ids))
    tokens = numpy.full((len(ids), longest), pad_id, dtype=numpy.int32)
    learned = numpy.zeros((len(ids), longest), dtype=bool)
    for row, (own, marks) in enumerate(zip(ids, labels, strict=True)):
        tokens[row, : len(own)] = own
        learned[row, : len(own)] = [mark != NO_LOSS for mark in marks]
    rows, columns = numpy.nonzero(learned[:, 1:])
    places = rows * (longest - 1) + columns
    return Sequences(
        mx.array(tokens[:, :-1]), mx.array(places.astype(numpy.int32)), mx.array(rows.astype(numpy.int32)),
        mx.array(tokens[rows, columns + 1]), mx.array(learned[:, 1:].sum(1).astype(numpy.float32)), sum(map(len, ids)),
    )  # fmt: skip
