"""Completes each checkpoint that a TRL trainer has written."""

from __future__ import annotations

from typing import Any

from transformers import TrainerCallback

from tuner_trainers.checkpoint import CheckpointStore


class CheckpointCallback(TrainerCallback):
    """Hands every checkpoint to a CheckpointStore."""

    def __init__(self, store: CheckpointStore) -> None:
        self._store = store

    def on_save(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """After the trainer wrote the files of a checkpoint."""
        self._store.complete(state.global_step, state.epoch, _newest_values(state.log_history))


def _newest_values(history: list[dict[str, Any]]) -> dict[str, float]:
    values: dict[str, float] = {}
    for entry in history:
        values |= {key: float(value) for key, value in entry.items() if isinstance(value, (int, float))}
    return {key: value for key, value in values.items() if key not in ("step", "epoch")}
