"""Reports to other tools through the integrations of transformers: wandb, tensorboard, trackio."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Mapping
from typing import Any

from tuner_trainers.errors import TrainerError
from tuner_trainers.launch import Launch

# What transformers can report with, by name.
_PACKAGES = {"wandb": ("wandb",), "tensorboard": ("tensorboard", "tensorboardX"), "trackio": ("trackio",)}


def reporters(config: Mapping[str, Any]) -> list[str]:
    """The tools that are reported to, each once."""
    wandb = ["wandb"] if config["wandb"]["enabled"] else []
    return list(dict.fromkeys([*config["training"]["report_to"], *wandb]))


def require_reporters(config: Mapping[str, Any]) -> None:
    """Raises TrainerError PACKAGE_MISSING when the package of a tool is not installed here."""
    for name in reporters(config):
        if not any(importlib.util.find_spec(package) for package in _PACKAGES[name]):
            key = "training.report_to" if name in config["training"]["report_to"] else "wandb.enabled"
            message = f"{key} asks for reports to {name}, which is not installed."
            hint = f"Install it with `{sys.executable} -m pip install {name}`, or leave it out."
            raise TrainerError("PACKAGE_MISSING", message, hint, {"package": name, "key": key})


def reporting_arguments(launch: Launch) -> dict[str, Any]:
    """The arguments of the trainer that name the tools; TensorBoard's files go beside the checkpoints' folder."""
    found, section = reporters(launch.config), launch.config["wandb"]
    if "tensorboard" in found:
        os.environ.setdefault("TENSORBOARD_LOGGING_DIR", str(launch.checkpoints.parent / "tensorboard"))
    names = {"run_name": section["run_name"], "project": section["project"]}
    # Trackio keeps its numbers on this machine: nothing is put on the hub.
    fixed = {"report_to": found or "none", "trackio_static_space_id": False}
    return fixed | {key: value for key, value in names.items() if value and found}
