"""Completes each checkpoint, tells of it, and removes those that are too many."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from transformers import TrainerCallback

from tuner_trainers.checkpoint import MANIFEST, list_checkpoints, write_manifest
from tuner_trainers.protocol.events import Events


class CheckpointCallback(TrainerCallback):
    """Writes the manifest; keeps the newest `limit` checkpoints (None or 0: all)."""

    def __init__(self, events: Events, folder: Path, kind: str, limit: int | None) -> None:
        self._events, self._folder, self._kind, self._limit = events, folder, kind, limit
        self.saved: tuple[int, Path] | None = None

    def on_save(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """After the trainer wrote the files of a checkpoint."""
        path = self._folder / f"checkpoint-{state.global_step}"
        values = _newest_values(state.log_history)
        size = write_manifest(path, state.global_step, state.epoch, self._kind, values)
        self.saved = (state.global_step, path)
        self._events.emit("checkpoint", action="saved", step=state.global_step, path=str(path), bytes=size)
        # Only now: until the new checkpoint is complete, the old ones are what can be resumed.
        for old in list_checkpoints(self._folder)[: -self._limit] if self._limit else []:
            self._remove(old)

    def _remove(self, path: Path) -> None:
        # Without its manifest a folder is no checkpoint, however far its removal gets.
        (path / MANIFEST).unlink()
        shutil.rmtree(path)
        step = int(path.name.removeprefix("checkpoint-"))
        self._events.emit("checkpoint", action="removed", step=step, path=str(path))


def _newest_values(history: list[dict[str, Any]]) -> dict[str, float]:
    values: dict[str, float] = {}
    for entry in history:
        values |= {key: float(value) for key, value in entry.items() if isinstance(value, (int, float))}
    return {key: value for key, value in values.items() if key not in ("step", "epoch")}
