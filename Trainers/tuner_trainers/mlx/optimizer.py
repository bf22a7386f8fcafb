"""AdamW with a learning rate for every step, as TRL has it: bias correction, and no decay of norms and biases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import mlx.core as mx
import mlx.nn as nn
from mlx.optimizers import Adam, clip_grad_norm
from mlx.utils import tree_flatten, tree_map, tree_unflatten


class Optimizer:
    """Applies gradients to a model's trainable weights. `rate` gives the learning rate after so many steps."""

    def __init__(self, training: Mapping[str, Any], rate: Callable[[int], float]) -> None:
        self._decay, self._longest, self.rate = training["weight_decay"], training["max_grad_norm"], rate
        self._adam = Adam(learning_rate=0.0, bias_correction=True)

    def clip(self, gradients: Any) -> tuple[Any, mx.array]:
        """The gradients, scaled down to max_grad_norm if they are longer (0: never), and how long they were."""
        clipped, norm = clip_grad_norm(gradients, self._longest or float("inf"))
        return (clipped if self._longest else gradients), norm

    def apply(self, model: nn.Module, gradients: Any, step: int) -> None:
        """One step, the one after `step` steps."""
        rate = self.rate(step)
        self._adam.learning_rate = rate
        if self._decay:
            _shrink(model, 1 - rate * self._decay)
        self._adam.update(model, gradients)
        mx.eval(model.trainable_parameters(), self._adam.state)

    def state(self) -> dict[str, mx.array]:
        """Everything that the next step depends on, by name."""
        return dict(tree_flatten(self._adam.state))

    def restore(self, state: dict[str, mx.array]) -> None:
        """Puts a state back."""
        self._adam.state = tree_unflatten(list(state.items()))


def add(first: Any, second: Any) -> Any:
    """The sum of two trees of gradients, lists in them included."""
    return tree_map(mx.add, first, second)


def _shrink(model: nn.Module, factor: float) -> None:
    # Decoupled weight decay (https://arxiv.org/abs/1711.05101); like transformers, matrices and magnitudes only.
    names = tree_flatten(model.trainable_parameters())
    shrunk = [(name, value * factor) for name, value in names if _decays(name, value)]
    model.update(tree_unflatten(shrunk))


def _decays(name: str, value: mx.array) -> bool:
    return value.ndim > 1 or name.rsplit(".", 1)[-1] == "m"
