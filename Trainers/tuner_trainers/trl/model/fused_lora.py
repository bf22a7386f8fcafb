"""A LoRA layer as one operation: PEFT's takes two passes over its output and two over its gradient more."""

from __future__ import annotations

from types import MethodType
from typing import Any

import torch

_ADAPTER = "default"


def fuse_lora(model: Any) -> int:
    """Gives every LoRA layer that can have it one operation for base and adapter; says how many layers that are.

    The numbers are PEFT's up to rounding. A layer with dropout, DoRA, a bias, quantized weights or weights that are
    trained stays as it is, and so does every layer while its adapter is off, merged or another one.
    """
    from peft.tuners.lora.layer import Linear

    layers = [module for module in model.modules() if type(module) is Linear and _fits(module)]
    for layer in layers:
        layer.forward = MethodType(_forward, layer)
    return len(layers)


def _fits(layer: Any) -> bool:
    base = layer.get_base_layer()
    if _ADAPTER not in layer.lora_A or type(base) is not torch.nn.Linear:
        return False
    weights = [base.weight, layer.lora_A[_ADAPTER].weight, layer.lora_B[_ADAPTER].weight]
    plain = base.bias is None and layer.lora_B[_ADAPTER].bias is None and not base.weight.requires_grad
    special = _ADAPTER in getattr(layer, "lora_variant", {}) or layer.use_dora.get(_ADAPTER, False)
    dropout = getattr(layer.lora_dropout[_ADAPTER], "p", 0)
    return plain and not special and not dropout and all(weight.dtype == torch.float32 for weight in weights)


def _forward(self: Any, x: Any, *args: Any, **kwargs: Any) -> Any:
    if args or kwargs or self.disable_adapters or self.merged or self.active_adapters != [_ADAPTER]:
        return type(self).forward(self, x, *args, **kwargs)
    down, up = self.lora_A[_ADAPTER].weight, self.lora_B[_ADAPTER].weight
    return _FusedLora.apply(x, self.get_base_layer().weight, down, up, self.scaling[_ADAPTER])


class _FusedLora(torch.autograd.Function):
    """x (W + s B A)', with W fixed."""

    @staticmethod
    def forward(ctx: Any, x: Any, weight: Any, down: Any, up: Any, scale: float) -> Any:
        flat = x.reshape(-1, x.shape[-1])
        # Adding B A to W reads and writes W; two products with the tokens read and write what goes in and out.
        ctx.merges = weight.numel() < flat.shape[0] * sum(weight.shape)
        whole = torch.addmm(weight, up, down, alpha=scale) if ctx.merges else weight
        middle = flat @ down.T if ctx.needs_input_grad[2] or not ctx.merges else None
        ctx.save_for_backward(flat, whole, down, up, middle)
        ctx.scale, ctx.shape = scale, x.shape
        found = flat @ whole.T
        return (found if ctx.merges else found.addmm_(middle, up.T, alpha=scale)).view(*x.shape[:-1], -1)

    @staticmethod
    def backward(ctx: Any, given: Any) -> tuple[Any, ...]:
        flat, whole, down, up, middle = ctx.saved_tensors
        given = given.reshape(-1, given.shape[-1])
        at_middle = (given @ up).mul_(ctx.scale)
        of_x = given @ whole if ctx.needs_input_grad[0] else None
        if of_x is not None and not ctx.merges:
            of_x.addmm_(at_middle, down)
        of_x = None if of_x is None else of_x.view(ctx.shape)
        return of_x, None, at_middle.T @ flat, (middle.T @ given).mul_(ctx.scale).T, None
