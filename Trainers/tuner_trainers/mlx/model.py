"""Loads a model with mlx-lm, in the precision in which it is trained."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mlx.core as mx
import mlx.nn as nn

from tuner_trainers.errors import TrainerError
from tuner_trainers.model.files import find_folder


@dataclass(frozen=True)
class Loaded:
    """A model, its `config.json`, the folder where it lies, and the name by which it is found again."""

    model: nn.Module
    config: dict[str, Any]
    folder: Path
    name: str


def load_model(name: str, config: dict[str, Any]) -> Loaded:
    """Loads the base model `name`, an id or a folder, nothing trainable decided yet.

    Raises TrainerError when MLX cannot use it.
    """
    from mlx_lm.utils import load_model as load

    section = config["model"]
    folder = find_folder(name)
    try:
        model, description = load(folder, trust_remote_code=section["trust_remote_code"])
    except (FileNotFoundError, ValueError) as error:
        hint = "Use a model that mlx-lm knows, as safetensors; mlx_lm.convert makes one from others."
        raise TrainerError("MODEL_UNSUITABLE", f"MLX cannot load {name}: {error}", hint) from error
    model.set_dtype(_dtype(config))
    model.freeze()
    return Loaded(model, description, folder, name)


def is_quantized(model: nn.Module) -> bool:
    """Whether some of the model's layers hold quantized weights."""
    return any(isinstance(part, nn.QuantizedLinear) for _, part in model.named_modules())


def _dtype(config: dict[str, Any]) -> mx.Dtype:
    named = config["model"]["dtype"]
    if named and named != "auto":
        return getattr(mx, named)
    # Weights that are trained themselves stay exact; under an adapter they only need to be read.
    exact = config["system"]["device"] == "cpu" or config["training"]["fine_tune_type"] == "full"
    return mx.float32 if exact else mx.bfloat16
