"""The files that a tokenizer was made from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tuner_trainers.hashes import hash_files

_FILES = (
    "tokenizer*", "special_tokens_map.json", "added_tokens.json", "vocab*", "merges.txt", "*.model", "*.tiktoken",
    "chat_template*", "config.json", "*.py",
)  # fmt: skip


def hash_tokenizer(tokenizer: Any) -> str | None:
    """One SHA-256 over the files of a tokenizer that was loaded from a folder or the hub; None when none are found."""
    folder = _folder_of(tokenizer.name_or_path)
    files = {file for pattern in _FILES for file in folder.glob(pattern) if file.is_file()} if folder else None
    return hash_files(files) if files else None


def _folder_of(name: str) -> Path | None:
    if Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download

    try:
        # It lies in the cache already: nothing is asked of the hub.
        return Path(snapshot_download(name, allow_patterns=list(_FILES), local_files_only=True))
    except Exception:  # whatever it raises, the rows are tokenized
        return None
