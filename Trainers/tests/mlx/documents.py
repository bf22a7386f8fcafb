"""Documents and launches for tests with MLX: small enough that a training takes seconds on a CPU."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.documents import launch_of
from tuner_trainers.config.resolve import with_key
from tuner_trainers.config.schema import fill_defaults, load_schema
from tuner_trainers.launch import Launch


def document(model: Path, **changes: Any) -> dict[str, Any]:
    """A resolved document for the model in this folder, on the CPU; `changes` as `training__max_steps=3`."""
    result: dict[str, Any] = {
        "model": {"name": str(model), "max_seq_length": 128},
        "lora": {"rank": 8, "alpha": 16},
        "training": {"per_device_batch_size": 4, "per_device_eval_batch_size": 4, "learning_rate": 1e-2,
                     "logging_steps": 1, "save_strategy": "no", "lr_scheduler_type": "linear"},
        "data": {"train_split": 1, "seed": 7},
        "system": {"device": "cpu"},
    }  # fmt: skip
    for key, value in changes.items():
        result = with_key(result, key.replace("__", "."), value)
    return fill_defaults(result, load_schema("mlx"))


def launch(folder: Path, config: dict[str, Any], rows: list[dict[str, Any]], **fields: Any) -> Launch:
    """A launch into `folder`."""
    return launch_of("mlx", folder, folder / "cache", config, rows, **fields)
