"""Checkpoints that can be trusted: complete when their manifest is there, whole when its hashes are right."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Set
from pathlib import Path
from typing import Any

from tuner_trainers.errors import TrainerError
from tuner_trainers.hashes import describe_file
from tuner_trainers.protocol.events import Events, utc_now
from tuner_trainers.protocol.files import FORMAT_VERSION, write_json_atomic

MANIFEST = "manifest.json"
_HINT = "Resume from another checkpoint, or start again without resuming."


class CheckpointStore:
    """The checkpoints of a run: completes them, tells of them, keeps the newest `limit` (None or 0: all).

    `kind` is what a checkpoint holds: `adapter` or `model`; `origin` is what its manifest says of where it comes from.
    """

    def __init__(
        self, events: Events, folder: Path, kind: str, limit: int | None, origin: Mapping[str, Any] | None = None
    ) -> None:
        self._events, self._folder, self._kind, self._limit = events, folder, kind, limit
        self._origin = origin or {}

    def path(self, step: int) -> Path:
        """The folder of the checkpoint at `step`, whether it is there or not."""
        return self._folder / f"checkpoint-{step}"

    def complete(self, step: int, epoch: float | None, values: Mapping[str, float], kept: int | None = None) -> None:
        """Completes the checkpoint whose files lie in `path(step)`; then removes those that are too many.

        The one of step `kept` stays in any case.
        """
        size = write_manifest(self.path(step), step, epoch, self._kind, values, self._origin)
        self._events.emit("checkpoint", action="saved", step=step, path=str(self.path(step)), bytes=size)
        # Only now: until the new checkpoint is complete, the old ones are what can be resumed.
        for old in list_checkpoints(self._folder)[: -self._limit] if self._limit else []:
            if _step(old) != kept:
                self._remove(old)

    def _remove(self, path: Path) -> None:
        # Without its manifest a folder is no checkpoint, however far its removal gets.
        (path / MANIFEST).unlink()
        shutil.rmtree(path)
        self._events.emit("checkpoint", action="removed", step=_step(path), path=str(path))


def write_manifest(
    folder: Path, step: int, epoch: float | None, kind: str, values: Mapping[str, Any],
    origin: Mapping[str, Any] | None = None,
) -> int:  # fmt: skip
    """Completes a checkpoint: names every file with its size and hash. Returns the bytes of them all."""
    # A checkpoint that is completed a second time has a manifest, which cannot hold its own hash.
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path != folder / MANIFEST]
    files = [describe_file(folder, path) for path in paths]
    record = {"formatVersion": FORMAT_VERSION, "step": step, "epoch": epoch, "createdAt": utc_now(), "kind": kind}
    write_json_atomic(folder / MANIFEST, record | {"values": dict(values), "files": files, **(origin or {})})
    return sum(file["bytes"] for file in files)


def list_checkpoints(folder: Path) -> list[Path]:
    """The complete checkpoints below `folder`, oldest first."""
    found = [path for path in folder.glob("checkpoint-*") if (path / MANIFEST).is_file() and _step(path) is not None]
    return sorted(found, key=lambda path: _step(path) or 0)


def is_complete(folder: Path) -> bool:
    """Whether the folder is a checkpoint that was written to its end."""
    return (folder / MANIFEST).is_file()


def choose_checkpoint(path: Path, needed: Set[str]) -> Path:
    """The checkpoint at `path`, or the newest whole one below it. Raises TrainerError when there is none.

    `needed` names the files without which training cannot go on.
    """
    if path.name.startswith("checkpoint-"):
        verify(path, needed)
        return path
    problems = []
    for candidate in reversed(list_checkpoints(path)):
        try:
            verify(candidate, needed)
            return candidate
        except TrainerError as error:
            problems.append(error.message)
    detail = " ".join(problems) or "No folder there is a complete checkpoint."
    raise TrainerError("CHECKPOINT_INVALID", f"Nothing in {path} can be resumed. {detail}", _HINT)


def read_manifest(folder: Path) -> dict[str, Any]:
    """What a checkpoint's manifest says; raises TrainerError when there is none that can be read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if all(isinstance(file["path"], str) for file in manifest["files"]):
            return manifest
        raise ValueError("a file without a path")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        message = f"{folder} has no readable {MANIFEST}: it is not a complete checkpoint."
        raise TrainerError("CHECKPOINT_INVALID", message, _HINT) from error


def verify(folder: Path, needed: Set[str] = frozenset()) -> dict[str, Any]:
    """The checkpoint's manifest; raises TrainerError that names the file when one is missing or damaged."""
    manifest = read_manifest(folder)
    files = {file["path"]: file for file in manifest["files"]}
    for name, expected in files.items():
        if not (folder / name).is_file() or describe_file(folder, folder / name) != expected:
            message = f"{folder / name} is missing or damaged."
            raise TrainerError("CHECKPOINT_INVALID", message, _HINT, {"file": str(folder / name)})
    missing = needed - set(files)
    if missing:
        message = f"{folder} lacks {', '.join(sorted(missing))}: training cannot go on from it."
        raise TrainerError("CHECKPOINT_INVALID", message, _HINT)
    return manifest


def _step(path: Path) -> int | None:
    number = path.name.removeprefix("checkpoint-")
    return int(number) if number.isdigit() else None
