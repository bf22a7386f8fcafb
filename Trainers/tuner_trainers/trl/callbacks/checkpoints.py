"""Completes each checkpoint that a TRL trainer has written."""

from __future__ import annotations

from typing import Any

from transformers import TrainerCallback

from tuner_trainers.best import BestRule
from tuner_trainers.checkpoint import CheckpointStore
from tuner_trainers.trl.callbacks.best import evaluations_of


class CheckpointCallback(TrainerCallback):
    """Hands every checkpoint to a CheckpointStore; the best one of a rule stays."""

    def __init__(self, store: CheckpointStore, rule: BestRule) -> None:
        self._store, self._rule = store, rule

    def on_save(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """After the trainer wrote the files of a checkpoint."""
        kept = self._rule.kept(evaluations_of(self._rule, state.log_history))
        self._store.complete(state.global_step, state.epoch, _newest_values(state.log_history), kept)


def _newest_values(history: list[dict[str, Any]]) -> dict[str, float]:
    values: dict[str, float] = {}
    for entry in history:
        values |= {key: float(value) for key, value in entry.items() if isinstance(value, (int, float))}
    return {key: value for key, value in values.items() if key not in ("step", "epoch")}
