"""Ends a training early when somebody asked, and at once when its numbers are no numbers any more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from transformers import TrainerCallback

from tuner_trainers.checkpoint import is_complete
from tuner_trainers.health.actions import fail_non_finite
from tuner_trainers.protocol.events import Events
from tuner_trainers.requests import Cancelled, EvaluationStopped, Requests
from tuner_trainers.trl.random_state import random_state, restore_random_state


class StoppingCallback(TrainerCallback):
    """Looks for requests after each micro-batch. A stop saves a checkpoint; a cancellation raises Cancelled."""

    def __init__(self, requests: Requests, checkpoints: Path) -> None:
        self._requests, self._checkpoints = requests, checkpoints
        self._random: Any = None
        self._epoch_begins = False
        self.reason: str | None = None

    def on_epoch_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Remembers the random state from which the order of the epoch's rows is drawn."""
        self._epoch_begins = float(state.epoch or 0).is_integer()
        self._random = random_state()

    def on_step_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Remembers the random state: a step that is given up must leave no trace in it."""
        # A resumed run that stands at an epoch's begin draws the order of its rows again.
        if not self._epoch_begins:
            self._random = random_state()
        self._epoch_begins = False
        self._requests.step = state.global_step

    def on_substep_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> Any:
        """After a micro-batch that does not complete a step: the step begun is given up."""
        if self._asked():
            restore_random_state(self._random)
            self._end(state, control)
        return control

    def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> Any:
        """After a step."""
        self._requests.step = state.global_step
        if state.global_step < state.max_steps and self._asked():
            self._end(state, control)
        return control

    def on_prediction_step(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """After each batch of an evaluation: a stop gives the evaluation up."""
        if state.global_step < state.max_steps and self._asked():
            self._end(state, control)
            raise EvaluationStopped

    def on_epoch_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> Any:
        """Keeps the end of an epoch cut short from evaluating and from saving a second time."""
        if self.reason:
            self._end(state, control)
        return control

    def _end(self, state: Any, control: Any) -> None:
        # What is saved already must not be written over: until that is done there would be no checkpoint.
        saved = is_complete(self._checkpoints / f"checkpoint-{state.global_step}")
        control.should_training_stop, control.should_evaluate, control.should_save = True, False, not saved

    def _asked(self) -> bool:
        asked = self._requests.pending()
        if asked == "cancel":
            raise Cancelled
        self.reason = asked
        return asked is not None


class HealthCallback(TrainerCallback):
    """Fails the run with NON_FINITE when a loss or a gradient is not finite."""

    def __init__(self, events: Events) -> None:
        self._events = events
        self.trainer: Any = None

    def on_pre_optimizer_step(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Looks at losses and gradients before they change the weights, so that no checkpoint can hold them."""
        self.trainer.collect_counts()
        if self.trainer.saw_non_finite:
            fail_non_finite(self._events, "loss", state.global_step + 1)
        if self.trainer.saw_bad_gradient:
            fail_non_finite(self._events, "grad_norm", state.global_step + 1)
