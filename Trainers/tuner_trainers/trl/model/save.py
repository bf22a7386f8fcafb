"""Writes the trained model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tuner_trainers.model.save import save_folder


def save_model(model: Any, tokenizer: Any, target: Path) -> None:
    """Writes adapter or model, and the tokenizer, into `target`, which either appears complete or stays as it was."""
    # Training switches it off; whoever loads the model wants to generate.
    model.config.use_cache = True

    def write(folder: Path) -> None:
        model.save_pretrained(folder, **({"selected_adapters": ["default"]} if _is_adapter(model) else {}))
        tokenizer.save_pretrained(folder)

    save_folder(target, write)


def _is_adapter(model: Any) -> bool:
    return hasattr(model, "peft_config")
