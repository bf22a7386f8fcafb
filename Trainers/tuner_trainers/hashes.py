"""SHA-256 of files and of JSON values, as manifests and cache keys carry them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hash_files(paths: Iterable[Path]) -> str:
    """One SHA-256 over the names and bytes of files, whatever their order; folders stand for the files below them."""
    files = sorted({file for path in paths for file in _below(path)})
    return hash_json([(file.name, hash_file(file)) for file in files])


def hash_code(*paths: Path) -> str:
    """One SHA-256 over the Python code of files and folders: the version of whatever they compute."""
    return hash_files(file for path in paths for file in _below(path) if file.suffix == ".py")


def hash_json(value: Any) -> str:
    """SHA-256 of a value as canonical JSON: keys in order, no spaces. Raises ValueError for NaN and infinity."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def describe_file(folder: Path, path: Path) -> dict[str, Any]:
    """What a manifest in `folder` says of a file below it: its path, bytes and hash."""
    return {"path": path.relative_to(folder).as_posix(), "bytes": path.stat().st_size, "sha256": hash_file(path)}


def _below(path: Path) -> Iterable[Path]:
    return (file for file in path.rglob("*") if file.is_file()) if path.is_dir() else (path,)
