"""Settings of libraries that must stand in the environment before they are imported."""

from __future__ import annotations

import os

_ALWAYS = {
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
}


def set_quiet_environment(model_name: str, *, wandb: dict | None = None) -> None:
    """No telemetry and no noise; a model that lies in a folder never touches the hub."""
    os.environ.update(_ALWAYS)
    if model_name.startswith("builtin:") or os.path.isdir(model_name):
        os.environ["HF_HUB_OFFLINE"] = "1"
    if wandb and wandb.get("enabled"):
        names = {"WANDB_PROJECT": wandb.get("project"), "WANDB_ENTITY": wandb.get("entity")}
        os.environ.update({name: value for name, value in names.items() if value})
