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
    """Lets a model be told to train, and to drop its gradients, without a walk over its modules where none is needed.

    Call it when it is decided which weights are trained.
    """
    trained = [weight for weight in model.parameters() if weight.requires_grad]
    walk = model.train

    def train(self: Any, mode: bool = True) -> Any:
        return self if self.training == mode else walk(mode)

    def zero_grad(self: Any, set_to_none: bool = True) -> None:
        for weight in trained:
            weight.grad = None if set_to_none or weight.grad is None else weight.grad.detach().zero_()

    model.train, model.zero_grad = MethodType(train, model), MethodType(zero_grad, model)
