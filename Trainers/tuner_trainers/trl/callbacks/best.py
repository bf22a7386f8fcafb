"""Follows the evaluations of a TRL trainer: saves each new best, and ends when none is any more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from transformers import TrainerCallback

from tuner_trainers.best import BestRule, Evaluation, find_best, tell_early_stop
from tuner_trainers.checkpoint import CheckpointStore, is_complete
from tuner_trainers.protocol.events import Events


class BestCallback(TrainerCallback):
    """What was measured stands in the trainer's state, so that a resumed training judges as if it had never ended."""

    def __init__(self, rule: BestRule, store: CheckpointStore, events: Events) -> None:
        self.rule, self._store, self._events = rule, store, events
        self.is_over = False

    def on_evaluate(self, args: Any, state: Any, control: Any, metrics: Any = None, **kwargs: Any) -> Any:
        """After an evaluation: a new best is saved, whatever the interval; too many that are none end the training."""
        if not self.rule.read(state.global_step, metrics or {}):
            return control
        found = evaluations_of(self.rule, state.log_history)
        best = self.rule.best(found)
        self.is_over = self.rule.is_over(found)
        if self.is_over:
            control.should_training_stop = True
            tell_early_stop(self.rule, best, state.global_step, self._events)
        is_new = self.rule.loads and best.step == state.global_step
        if args.save_strategy != "no" and (is_new or self.is_over):
            control.should_save = not is_complete(self._store.path(state.global_step))
        return control

    def choose(self, state: Any, step: int) -> Path | None:
        """At the end of a training of `step` steps: the checkpoint with the weights to keep, None for the last."""
        best = find_best(self.rule, evaluations_of(self.rule, state.log_history), self._store, self._events)
        return None if best is None or best.step == step else self._store.path(best.step)

    def on_epoch_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> Any:
        """Keeps the end of an epoch cut short from evaluating and from saving a second time."""
        if self.is_over:
            control.should_evaluate = control.should_save = False
        return control


def evaluations_of(rule: BestRule, history: list[dict[str, Any]]) -> list[Evaluation]:
    """The evaluations in a trainer's log, oldest first."""
    measured = [entry for entry in history if rule.metric in entry]
    return [one for entry in measured for one in rule.read(entry["step"], entry)]
