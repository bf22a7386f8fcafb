"""Decides what is trained: every weight, a new adapter, or one that exists."""

from __future__ import annotations

import math
from typing import Any

import mlx.core as mx
import mlx.nn as nn

from tuner_trainers.errors import TrainerError, config_error
from tuner_trainers.mlx.adapter_files import Adapter, load_weights, read_adapter
from tuner_trainers.mlx.model import Loaded, is_quantized
from tuner_trainers.model.source import Source

_SCALED = ("lora_a", "lora_b")


def make_trainable(loaded: Loaded, source: Source, config: dict[str, Any]) -> Adapter | None:
    """Makes the weights trainable that the configuration names; the adapter, or None when every weight is trained.

    An existing adapter keeps its own rank; it is merged into the model when everything is trained.
    """
    model, training = loaded.model, config["training"]
    if training["gradient_checkpointing"]:
        from mlx_lm.tuner.trainer import grad_checkpoint

        grad_checkpoint(model.layers[0])
    adapter = read_adapter(source.adapter) if source.adapter else None
    if training["fine_tune_type"] == "full":
        _train_everything(model, adapter, source)
        return None
    if adapter is None:
        adapter = _new_adapter(model, config["lora"], loaded.name)
    mx.random.seed(training["seed"])
    _attach(model, adapter)
    if source.adapter:
        load_weights(model, source.adapter)
    return adapter


def adapter_layers(model: nn.Module) -> list[nn.Module]:
    """The layers that carry an adapter; each has a `scale` and the matrices `lora_a` and `lora_b`."""
    return [part for _, part in model.named_modules() if all(name in part for name in _SCALED)]


def count_parameters(model: nn.Module) -> dict[str, int]:
    """How many numbers the model has, and how many of them are trained."""
    from mlx.utils import tree_flatten
    from mlx_lm.utils import get_total_parameters

    trainable = sum(value.size for _, value in tree_flatten(model.trainable_parameters()))
    return {"trainableParameters": trainable, "parameters": get_total_parameters(model)}


def _train_everything(model: nn.Module, adapter: Adapter | None, source: Source) -> None:
    if is_quantized(model):
        message = "A model with quantized weights cannot be trained in full."
        raise TrainerError("CONFIG_CONFLICT", message, "Use its 16-bit form, or training.fine_tune_type: lora.")
    if adapter is not None:
        _attach(model, adapter)
        load_weights(model, source.adapter)
        merge(model)
    model.unfreeze()


def merge(model: nn.Module) -> None:
    """Adds every adapter to the weights that it belongs to, and takes it off."""
    from mlx.utils import tree_unflatten

    fused = [(name, part.fuse()) for name, part in model.named_modules() if hasattr(part, "fuse")]
    model.update_modules(tree_unflatten(fused))


def _attach(model: nn.Module, adapter: Adapter) -> None:
    from mlx_lm.tuner.utils import linear_to_lora_layers

    # The model is frozen; what is attached is not.
    use_dora = adapter.fine_tune_type == "dora"
    linear_to_lora_layers(model, adapter.num_layers, adapter.parameters, use_dora=use_dora)


def _new_adapter(model: nn.Module, section: dict[str, Any], base: str) -> Adapter:
    rank = section["rank"]
    scale = section["alpha"] / (math.sqrt(rank) if section["use_rslora"] else rank)
    count = len(model.layers)
    return Adapter(
        base=base,
        fine_tune_type="dora" if section["use_dora"] else "lora",
        num_layers=count if section["num_layers"] == -1 else min(section["num_layers"], count),
        parameters={"rank": rank, "scale": scale, "dropout": section["dropout"], "keys": _keys(model, section)},
    )


def _keys(model: nn.Module, section: dict[str, Any]) -> list[str]:
    """The layers that get an adapter, as paths within a block."""
    linear = _linear_layers(model)
    wanted = section["target_modules"]
    if wanted == "all-linear":
        return sorted(linear)
    unknown = [name for name in wanted if not any(_ends_with(path, name) for path in linear)]
    if unknown:
        there = ", ".join(sorted({path.split(".")[-1] for path in linear}))
        message = f"lora.target_modules: the model has no layer {', '.join(unknown)}. There is: {there}."
        raise config_error(message, "Name layers of this model, or write all-linear.", key="lora.target_modules")
    return sorted(path for path in linear if any(_ends_with(path, name) for name in wanted))


def _ends_with(path: str, name: str) -> bool:
    return path == name or path.endswith(f".{name}")


def _linear_layers(model: nn.Module) -> set[str]:
    kinds = (nn.Linear, nn.QuantizedLinear)
    return {
        path for block in model.layers for path, part in block.named_modules()
        if isinstance(part, kinds) or hasattr(part, "to_lora")
    }  # fmt: skip
