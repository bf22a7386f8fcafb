"""The part of a model that turns hidden states into logits, where it can be called apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import mlx.core as mx
import mlx.nn as nn

_PROBE = [[1, 2, 3, 4]]


@dataclass(frozen=True)
class Head:
    """Makes logits of the shape (places, vocabulary) from states; `owner` is the module with its weights."""

    owner: nn.Module
    call: Callable[[mx.array], mx.array]
    vocabulary: int

    @property
    def is_frozen(self) -> bool:
        """Whether none of its weights is trained."""
        return not self.owner.trainable_parameters()


class Logits:
    """Computes a model's logits at chosen places only, where the model lets its head be called apart.

    Found out by trying: some models scale or cap their logits behind the head, so the two ways must agree exactly.
    `head` is None where they do not; the states are the logits then.
    """

    def __init__(self, model: nn.Module) -> None:
        self.model = model
        self.head = _find_head(model)

    def states(self, inputs: mx.array, places: mx.array) -> mx.array:
        """What the head makes logits of, at places of the flattened inputs of shape (rows, length)."""
        states = self.model(inputs) if self.head is None else self.model.model(inputs)
        return states.reshape(-1, states.shape[-1])[places]


def _find_head(model: nn.Module) -> Head | None:
    inner = getattr(model, "model", None)
    head, embedding = getattr(model, "lm_head", None), getattr(inner, "embed_tokens", None)
    ids = mx.array(_PROBE)
    whole = model(ids)
    for owner, call in ((head, head), (embedding, getattr(embedding, "as_linear", None))):
        try:
            if call is not None and mx.array_equal(call(inner(ids)), whole).item():
                return Head(owner, call, whole.shape[-1])
        except Exception:  # noqa: BLE001 - a model of another build may raise anything; here that means no
            continue
    return None
