"""Which weights a training starts from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from tuner_trainers.errors import TrainerError
from tuner_trainers.launch import Launch
from tuner_trainers.methods import find_method, value_at

TINY = "builtin:tiny"


@dataclass(frozen=True)
class Source:
    """Where weights come from: a base model (id or folder), and an adapter folder to put on it."""

    base: str
    adapter: Path | None = None


def source_of(launch: Launch) -> Source:
    """Resolves the model that the launch's configuration names."""
    method = find_method(launch.method)
    return find_source(launch, value_at(launch.config, method.model), value_at(launch.config, method.seed))


def find_source(launch: Launch, name: str, seed: int) -> Source:
    """Resolves the model's `name` and `startFrom`; builds the tiny model of `seed` when it is asked for."""
    if name == TINY:
        from tuner_trainers.tiny_model import cache

        name = str(cache.ensure_tiny_model(launch.cache, seed))
    start = launch.start_from or (Path(name) if Path(name).is_dir() else None)
    if start is None:
        return Source(name)
    if not start.is_dir():
        raise TrainerError("MODEL_NOT_FOUND", f"There is no folder {start} to start from.")
    if not (start / "adapter_config.json").is_file():
        return Source(str(start))
    return Source(_base_of(start) if str(start) == name else name, start)


def read_adapter_config(adapter: Path) -> dict:
    """The adapter's `adapter_config.json`. Raises TrainerError when it cannot be read."""
    path = adapter / "adapter_config.json"
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TrainerError("MODEL_UNSUITABLE", f"{path} cannot be read: {error}.", "Use another adapter.") from error
    if not isinstance(config, dict):
        raise TrainerError("MODEL_UNSUITABLE", f"{path} holds no object.", "Use another adapter.")
    return config


def _base_of(adapter: Path) -> str:
    config = read_adapter_config(adapter)
    # PEFT's name for it, and mlx-lm's.
    base = config.get("base_model_name_or_path") or config.get("model")
    if not base:
        raise TrainerError("MODEL_NOT_FOUND", f"The adapter {adapter} does not say which model it belongs to.")
    return base
