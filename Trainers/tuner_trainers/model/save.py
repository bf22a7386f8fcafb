"""Writes the trained model so that it is there whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from tuner_trainers.protocol.files import replace_folder


def save_model(model: Any, tokenizer: Any, target: Path) -> None:
    """Writes adapter or model, and the tokenizer, into `target`, which either appears complete or stays as it was."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=".model-", dir=target.parent))
    # Training switches it off; whoever loads the model wants to generate.
    model.config.use_cache = True
    try:
        model.save_pretrained(temporary, **({"selected_adapters": ["default"]} if _is_adapter(model) else {}))
        tokenizer.save_pretrained(temporary)
        temporary.chmod(0o755)
        replace_folder(temporary, target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _is_adapter(model: Any) -> bool:
    return hasattr(model, "peft_config")
