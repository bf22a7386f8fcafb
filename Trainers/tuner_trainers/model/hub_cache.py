"""What of the Hugging Face hub lies in the user's cache. Standard library only: asked before the hub is imported."""

from __future__ import annotations

import json
import os
from pathlib import Path

_INDEX = "model.safetensors.index.json"
_TOKENIZERS = ("tokenizer.json", "tokenizer.model", "vocab.json", "*.tiktoken")


def is_cached(name: str) -> bool:
    """Whether a model's configuration, tokenizer and all its weights are there, so that the hub need not be asked."""
    repository = _cache() / f"models--{name.replace('/', '--')}"
    try:
        commit = (repository / "refs" / "main").read_text(encoding="utf-8").strip()
        folder = repository / "snapshots" / commit
        has_tokenizer = any(any(folder.glob(pattern)) for pattern in _TOKENIZERS)
        return (folder / "config.json").is_file() and has_tokenizer and _has_weights(folder)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _cache() -> Path:
    """As huggingface_hub decides it."""
    home = os.environ.get("HF_HOME") or Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache", "huggingface")
    return Path(os.environ.get("HF_HUB_CACHE") or Path(home, "hub")).expanduser()


def _has_weights(folder: Path) -> bool:
    if not (folder / _INDEX).is_file():
        return (folder / "model.safetensors").is_file()
    shards = json.loads((folder / _INDEX).read_text(encoding="utf-8"))["weight_map"].values()
    return all((folder / shard).is_file() for shard in shards)
