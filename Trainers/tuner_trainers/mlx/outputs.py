"""Writes what was trained: an adapter in mlx-lm's form, or a whole model, with its tokenizer."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tuner_trainers.mlx.adapter_files import Adapter, write_adapter
from tuner_trainers.mlx.model import Loaded


def model_writer(loaded: Loaded, adapter: Adapter | None, tokenizer: Any) -> Callable[[Path], None]:
    """A function that writes the model as it is then into a folder."""

    def write(folder: Path) -> None:
        if adapter is not None:
            write_adapter(loaded.model, adapter, folder)
        else:
            _write_model(loaded, folder)
        tokenizer.save_pretrained(folder)

    return write


def _write_model(loaded: Loaded, folder: Path) -> None:
    from mlx_lm.utils import save_config, save_model

    save_model(folder, loaded.model)
    save_config(dict(loaded.config), folder / "config.json")
    for pattern in ("*.py", "generation_config.json"):
        for file in loaded.folder.glob(pattern):
            shutil.copy(file, folder)
