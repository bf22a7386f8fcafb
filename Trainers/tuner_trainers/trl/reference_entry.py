"""Where the cache keeps what KTO's reference said: by model, rows, code and machine."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path
from typing import Any

from tuner_trainers.cache import Cache, Entry
from tuner_trainers.hashes import hash_code, hash_file, hash_files
from tuner_trainers.launch import Launch
from tuner_trainers.model.source import Source, find_source

_PACKAGES = ("torch", "transformers", "trl", "peft", "tokenizers")
# What decides which rows stand in which batch, and in which numbers the reference computes.
_KEYS = (
    "per_device_train_batch_size", "per_device_eval_batch_size", "gradient_accumulation_steps", "group_by_length",
    "max_length", "fine_tune_type", "loss_type", "use_kto_s", "bf16", "fp16",
)  # fmt: skip


def reference_entry(launch: Launch, model: Any) -> Entry | None:
    """The entry of a launch; None where it cannot be told which weights a model has. Reads all weights: slow."""
    config = launch.config
    source = find_source(launch, config["model"]["model_name"], config["seed"])
    weights = _weights(source, model)
    if weights is None:
        return None
    files = [launch.data, launch.evaluation_data]
    parts = {
        "weights": weights, "rows": [hash_file(path) for path in files if path],
        "model": _without_name(config["model"]),
        "dataset": {name: value for name, value in config["dataset"].items() if not name.endswith("file")},
        "training": {name: config["training"].get(name) for name in _KEYS}, "seed": config["seed"],
        "code": hash_code(Path(__file__).parent.parent / "data", Path(__file__).parent), "machine": _machine(config),
        "packages": {name: importlib.metadata.version(name) for name in _PACKAGES},
    }  # fmt: skip
    return Cache(launch.cache).entry("kto-reference", parts)


def _without_name(section: dict[str, Any]) -> dict[str, Any]:
    # The weights stand for themselves, wherever they lie.
    return {name: value for name, value in section.items() if name not in ("model_name", "cache_dir")}


def _weights(source: Source, model: Any) -> list[str] | None:
    adapter = [hash_files([source.adapter])] if source.adapter else []
    if Path(source.base).is_dir():
        return [hash_files([Path(source.base)]), *adapter]
    commit = getattr(model.config, "_commit_hash", None)
    return [f"{source.base}@{commit}", *adapter] if commit else None


def _machine(config: dict[str, Any]) -> list[Any]:
    import torch

    if config["system"]["device"] == "cuda":
        return [torch.cuda.get_device_name(0), str(torch.version.cuda)]
    return [torch.backends.cpu.get_cpu_capability(), torch.get_num_threads()]
