"""Adapters on disk, in mlx-lm's own form: `adapters.safetensors` and `adapter_config.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mlx.core as mx
import mlx.nn as nn
from mlx.utils import tree_flatten

from tuner_trainers.errors import TrainerError
from tuner_trainers.model.source import read_adapter_config

WEIGHTS = "adapters.safetensors"
CONFIG = "adapter_config.json"


@dataclass(frozen=True)
class Adapter:
    """What an adapter is: `lora` or `dora`, on the last `num_layers` blocks of the model `base`.

    `parameters`: rank, scale (by which its output is multiplied: alpha / rank), dropout, and keys, the layers in a
    block that have it.
    """

    base: str
    fine_tune_type: str
    num_layers: int
    parameters: dict[str, Any]


def read_adapter(folder: Path) -> Adapter:
    """The adapter in `folder`. Raises TrainerError when it is PEFT's, or no adapter that mlx-lm could load."""
    config = read_adapter_config(folder)
    if "peft_type" in config:
        message = f"The adapter {folder} is PEFT's; MLX needs it in its own form."
        hint = f"Convert it: python -m tuner_trainers.mlx.convert --to mlx {folder} NEW_FOLDER"
        raise TrainerError("MODEL_UNSUITABLE", message, hint, {"adapter": str(folder)})
    try:
        parameters = {key: config["lora_parameters"][key] for key in ("rank", "scale", "dropout", "keys")}
        return Adapter(config.get("model") or "", config["fine_tune_type"], config["num_layers"], parameters)
    except (KeyError, TypeError) as error:
        message = f"{folder / CONFIG} lacks {error}: it is no adapter that MLX can go on from."
        raise TrainerError("MODEL_UNSUITABLE", message, "Use an adapter that Tuner or mlx-lm trained.") from error


def write_adapter(model: nn.Module, adapter: Adapter, folder: Path) -> None:
    """Writes the trained weights and what plain mlx-lm needs to load them."""
    mx.save_safetensors(str(folder / WEIGHTS), dict(tree_flatten(model.trainable_parameters())), {"format": "mlx"})
    write_adapter_config(adapter, folder)


def write_adapter_config(adapter: Adapter, folder: Path) -> None:
    """Writes `adapter_config.json`."""
    config = {
        "model": adapter.base, "fine_tune_type": adapter.fine_tune_type, "num_layers": adapter.num_layers,
        "lora_parameters": adapter.parameters,
    }  # fmt: skip
    (folder / CONFIG).write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def load_weights(model: nn.Module, folder: Path) -> None:
    """Puts the adapter's weights into a model that carries an adapter of the same shape. Raises TrainerError."""
    try:
        weights = mx.load(str(folder / WEIGHTS))
    except (OSError, RuntimeError) as error:
        raise TrainerError("MODEL_UNSUITABLE", f"{folder / WEIGHTS} cannot be read: {error}.") from error
    there = dict(tree_flatten(model.trainable_parameters()))
    odd = sorted(set(weights) ^ set(there)) or [n for n, w in weights.items() if w.shape != there[n].shape]
    if odd:
        message = f"The adapter {folder} does not belong to this model: {odd[0]} does not fit."
        raise TrainerError("MODEL_UNSUITABLE", message, "Start from an adapter that was trained on this model.")
    model.load_weights(list(weights.items()), strict=False)
