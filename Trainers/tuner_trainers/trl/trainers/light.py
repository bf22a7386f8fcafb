"""What Trainer works out in every step by walking over all modules, and which hardly ever changes."""

from __future__ import annotations

from types import MethodType
from typing import Any


class LightMixin:
    """For a Trainer: counts the parameters once, not in every step."""

    _operations_per_token: float | None = None

    def floating_point_ops(self, inputs: dict[str, Any]) -> int:
        """The operations of a batch: so many per token."""
        tokens = inputs["input_ids"].numel()
        if self._operations_per_token is None:
            self._operations_per_token = super().floating_point_ops(inputs) / tokens
        return int(self._operations_per_token * tokens)


def lighten(model: Any) -> None:
    """Lets a model be told to train, drop its gradients and list its weights without a walk over all its modules.

    Call it when it is decided which weights are trained.
    """
    weights = list(model.parameters())
    trained = [weight for weight in weights if weight.requires_grad]
    walk, walk_weights = model.train, model.parameters
    # From here on all modules are in the mode that the model itself is in.
    walk(model.training)

    def train(self: Any, mode: bool = True) -> Any:
        return self if self.training == mode else walk(mode)

    def zero_grad(self: Any, set_to_none: bool = True) -> None:
        for weight in trained:
            weight.grad = None if set_to_none or weight.grad is None else weight.grad.detach().zero_()

    def parameters(self: Any, recurse: bool = True) -> Any:
        return iter(weights) if recurse else walk_weights(recurse)

    for light in (train, zero_grad, parameters):
        setattr(model, light.__name__, MethodType(light, model))
