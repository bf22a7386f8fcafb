"""Ends a training early when somebody asked, and at once when its numbers are no numbers any more."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy
import torch
from transformers import TrainerCallback

from tuner_trainers.errors import TrainerError
from tuner_trainers.protocol.events import Events
from tuner_trainers.requests import Cancelled, Requests


class StoppingCallback(TrainerCallback):
    """Looks for requests after each micro-batch. A stop saves a checkpoint; a cancellation raises Cancelled."""

    def __init__(self, requests: Requests) -> None:
        self._requests = requests
        self._random: Any = None
        self.reason: str | None = None

    def on_step_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Remembers the random state before the first step of this process."""
        self._random = self._random or _random_state()

    def on_substep_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> Any:
        """After a micro-batch that does not complete a step: the step begun is given up."""
        if self._asked():
            _restore_random_state(self._random)
            control.should_training_stop = control.should_save = True
        return control

    def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> Any:
        """After a step, whose random state a later step that is given up must leave no trace in."""
        self._random = _random_state()
        if self._asked() and state.global_step < state.max_steps:
            control.should_training_stop = control.should_save = True
        return control

    def on_evaluate(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """An evaluation belongs to the step before it, and may have drawn numbers."""
        self._random = _random_state()

    def on_epoch_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> Any:
        """Keeps the end of an epoch cut short from evaluating and from saving a second time."""
        if self.reason:
            control.should_evaluate = False
        return control

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

    def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Looks at the losses of the step's micro-batches."""
        self.trainer.collect_counts()
        if self.trainer.saw_non_finite:
            self._fail("loss", state.global_step)

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **kwargs: Any) -> None:
        """Looks at what was logged."""
        for key in ("loss", "grad_norm"):
            value = (logs or {}).get(key)
            if value is not None and not math.isfinite(value):
                self._fail(key, state.global_step)

    def _fail(self, key: str, step: int) -> None:
        message = f"The {key} is not a finite number at step {step}."
        details = {"key": key, "step": step}
        self._events.emit("health", rule="non-finite", action="fail", message=message, details=details)
        hint = "Lower training.learning_rate, set training.max_grad_norm, and look at the rows around this step."
        raise TrainerError("NON_FINITE", message, hint, details)


def _random_state() -> tuple[Any, ...]:
    cuda = torch.cuda.get_rng_state_all() if torch.cuda.is_available() else None
    return random.getstate(), numpy.random.get_state(), torch.get_rng_state(), cuda


def _restore_random_state(state: tuple[Any, ...]) -> None:
    random.setstate(state[0])
    numpy.random.set_state(state[1])
    torch.set_rng_state(state[2])
    if state[3] is not None:
        torch.cuda.set_rng_state_all(state[3])
