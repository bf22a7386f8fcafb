"""The methods: where each has its script, its configuration, and the keys that every trainer needs to find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tuner_trainers.errors import TrainerError


@dataclass(frozen=True)
class Method:
    """One method. Keys are dotted paths into its document; `config` is relative to the script's folder."""

    name: str
    title: str
    script: str
    config: str
    schema: str
    devices: tuple[str, ...]
    model: str
    data: str
    evaluation_data: str
    seed: str
    chat_template: str
    engine: str


def _rtx(name: str, title: str) -> Method:
    return Method(
        name, title, script=f"train_{name}.py", config="configs/config.yaml", schema=f"config-rtx-{name}",
        devices=("cuda", "cpu"), model="model.model_name", data="dataset.local_file",
        evaluation_data="dataset.evaluation_file", seed="seed", chat_template="dataset.chat_template",
        engine="tuner_trainers.trl",
    )  # fmt: skip


_MLX = Method(
    "mlx", "SFT or KTO with MLX", script="main.py", config="config/config.yaml", schema="config-mac-mlx",
    devices=("metal", "cpu"), model="model.name", data="data.dataset_path", evaluation_data="data.evaluation_file",
    seed="training.seed", chat_template="data.chat_template", engine="tuner_trainers.mlx",
)  # fmt: skip

METHODS = {method.name: method for method in (_rtx("sft", "SFT with TRL"), _rtx("kto", "KTO with TRL"), _MLX)}


def find_method(name: str) -> Method:
    """The method called `name`; raises TrainerError METHOD_UNKNOWN."""
    if name not in METHODS:
        raise TrainerError("METHOD_UNKNOWN", f"There is no method {name!r}. There is: {', '.join(METHODS)}.")
    return METHODS[name]


def value_at(document: Mapping[str, Any], dotted: str) -> Any:
    """The value at a dotted path of a document; None when there is none."""
    value: Any = document
    for key in dotted.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value
