"""Work that need not be done twice: folders by a hash of everything that they were made of."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tuner_trainers.hashes import describe_file, hash_json

MAX_BYTES = 8 * 2**30
"""How much all entries of a cache hold at most, by default."""

_FORMAT = 1
_MANIFEST = "entry.json"
_SECONDS_UNTIL_ABANDONED = 24 * 3600


class Cache:
    """Entries below a folder. When they hold more than `max_bytes`, those that were not used for longest go."""

    def __init__(self, folder: Path, max_bytes: int = MAX_BYTES) -> None:
        self._folder, self._max_bytes = folder, max_bytes

    def entry(self, kind: str, key_parts: Any) -> Entry:
        """The entry of a kind of work; `key_parts`, any JSON, is everything that the result depends on."""
        key = hash_json({"format": _FORMAT, "kind": kind, "parts": key_parts})
        return Entry(self._folder / kind / key, self)

    def prune(self, kept: Path) -> None:
        """Removes what is too much, and what killed processes began; `kept`, an entry's folder, stays."""
        used = [(path.stat().st_mtime, _bytes_of(path), path) for path in self._entries()]
        total = sum(size for _, size, _ in used)
        for _, size, path in sorted(used):
            if total > self._max_bytes and path != kept:
                remove_folder(path)
                total -= size
        for path in self._folder.glob("*/.*-*"):
            if time.time() - path.stat().st_mtime > _SECONDS_UNTIL_ABANDONED:
                shutil.rmtree(path, ignore_errors=True)

    def _entries(self) -> list[Path]:
        return [manifest.parent for manifest in self._folder.glob(f"*/[!.]*/{_MANIFEST}")]


class Entry:
    """A place in a cache: a folder of files there or not, never half. Safe with several processes at once."""

    def __init__(self, path: Path, cache: Cache) -> None:
        self._path, self._cache = path, cache

    def read(self) -> Path | None:
        """The entry's folder, every file of it as it was written; None when there is none. A damaged one is removed.

        Another process may remove it later, so load its files at once and take an OSError for a None.
        """
        try:
            if not (self._path / _MANIFEST).is_file():
                return None
            if self._is_whole():
                with suppress(OSError):
                    os.utime(self._path)
                return self._path
            remove_folder(self._path)
        except OSError:
            pass
        return None

    @contextmanager
    def write(self) -> Iterator[Path]:
        """A folder to write files into, which becomes the entry at the end of the `with`.

        Does not raise when it cannot be written, as with a full disk or a folder that is read-only: then there is no
        entry. Only write in it: errors of the disk, also in the words of PyTorch and safetensors, are swallowed.
        """
        temporary = self._temporary()
        try:
            yield temporary
            self._complete(temporary)
        except Exception as error:
            if not _is_of_disk(error):
                raise
        finally:
            shutil.rmtree(temporary, ignore_errors=True)

    def _temporary(self) -> Path:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return Path(tempfile.mkdtemp(prefix=f".{self._path.name[:8]}-", dir=self._path.parent))
        except OSError:
            # No such folder: whatever is written to it raises what `write` swallows.
            return self._path.parent / f".{self._path.name[:8]}-none" / "none"

    def _complete(self, temporary: Path) -> None:
        files = [describe_file(temporary, path) for path in sorted(temporary.rglob("*")) if path.is_file()]
        (temporary / _MANIFEST).write_text(json.dumps({"format": _FORMAT, "files": files}), encoding="utf-8")
        temporary.chmod(0o755)
        # Fails when another process was first: its entry is as good.
        os.rename(temporary, self._path)
        self._cache.prune(self._path)

    def _is_whole(self) -> bool:
        try:
            files = json.loads((self._path / _MANIFEST).read_text(encoding="utf-8"))["files"]
            return all(describe_file(self._path, self._path / file["path"]) == file for file in files)
        except (OSError, ValueError, KeyError, TypeError):
            return False


def remove_folder(path: Path) -> None:
    """Removes a folder so that nobody sees it half removed. Raises OSError when it cannot be renamed."""
    gone = path.with_name(f".{path.name[:8]}-{os.getpid()}-{time.monotonic_ns()}")
    os.rename(path, gone)
    shutil.rmtree(gone, ignore_errors=True)


def _is_of_disk(error: Exception) -> bool:
    return isinstance(error, OSError | RuntimeError) or type(error).__name__ == "SafetensorError"


def _bytes_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
