"""The files of a model: in a folder, or of the hub in the user's cache."""

from __future__ import annotations

from pathlib import Path

# Not what a repository holds besides: the same weights in other formats, images.
_FILES = ("*.json", "model*.safetensors", "*.py", "*.model", "*.tiktoken", "*.txt", "*.jinja")
_OLD_WEIGHTS = ("pytorch_model*.bin",)


def find_folder(name: str) -> Path:
    """The folder of a model: a folder's own, or the hub's files in the user's cache, downloaded first if need be.

    Raises what the hub's client raises.
    """
    if Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download

    folder = Path(snapshot_download(name, allow_patterns=list(_FILES)))
    if not any(folder.glob("*.safetensors")):
        snapshot_download(name, allow_patterns=list(_OLD_WEIGHTS))
    return folder
