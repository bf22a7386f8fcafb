"""What KTO's reference said of the rows, on disk: in a checkpoint, and in the cache for runs that begin alike."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import mlx.core as mx

from tuner_trainers.hashes import hash_code, hash_file, hash_json
from tuner_trainers.mlx.reference import LOGPS, OTHERS

REFERENCE = "reference.safetensors"

Rows = list[dict[str, Any]]


def write_reference(folder: Path, row_sets: Mapping[str, Rows]) -> None:
    """Writes the numbers that the rows of each set have; no file where they have none."""
    numbers = {
        f"{name}.{key}": mx.array([row[key] for row in rows])
        for name, rows in row_sets.items() for key in (LOGPS, OTHERS) if rows and key in rows[0]
    }  # fmt: skip
    if numbers:
        mx.save_safetensors(str(folder / REFERENCE), numbers)


def read_reference(folder: Path, row_sets: Mapping[str, Rows]) -> bool:
    """Gives the rows the numbers that lie in a folder; False when there are none."""
    if not (folder / REFERENCE).is_file():
        return False
    for name, values in mx.load(str(folder / REFERENCE)).items():
        rows, key = name.split(".")
        for row, value in zip(row_sets[rows], values.tolist(), strict=True):
            row[key] = value
    return True


def reference_key(
    base: Path, adapter: Path | None, config: Mapping[str, Any], row_sets: Mapping[str, Rows]
) -> dict[str, Any]:
    """Everything that the numbers depend on: weights, rows, how they are computed, and by what."""
    training = config["training"]
    return {
        "base": _weights(base), "adapter": _weights(adapter) if adapter else None, "rows": hash_json(row_sets),
        "model": config["model"], "lora": config["lora"], "device": config["system"]["device"],
        "training": {key: training[key] for key in ("fine_tune_type", "seed", "per_device_eval_batch_size")},
        "loss": config["kto"]["loss_type"], "code": hash_code(Path(__file__).parent),
        "versions": [version("mlx"), version("mlx-lm")],
    }  # fmt: skip


def _weights(folder: Path) -> dict[str, str]:
    files = [*folder.glob("*.safetensors"), *folder.glob("*config.json")]
    return {file.name: _content(file) for file in sorted(files)}


def _content(file: Path) -> str:
    # The hub's cache names a file's content by its hash, and links to it.
    target = file.resolve()
    return target.name if file.is_symlink() and target.parent.name == "blobs" else hash_file(target)
