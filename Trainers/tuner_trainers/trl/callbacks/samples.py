"""Asks the model of a TRL trainer its fixed prompts while it trains."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from transformers import TrainerCallback

from tuner_trainers.protocol.events import Events
from tuner_trainers.trl.random_state import random_state, restore_random_state
from tuner_trainers.trl.samples import tell_samples


class SamplesCallback(TrainerCallback):
    """Every `sample_steps` steps of the section `evaluation`, and without a trace in the random numbers."""

    def __init__(self, section: Mapping[str, Any], events: Events) -> None:
        self._section, self._events = section, events

    def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """After a step that is not the last: then the model answers anyway, once it is what will be kept."""
        every = self._section["sample_steps"]
        if every is None or state.global_step >= state.max_steps or control.should_training_stop:
            return
        if state.global_step % (int(every) if every >= 1 else math.ceil(every * state.max_steps)):
            return
        before = random_state()
        tell_samples(kwargs["model"], kwargs["processing_class"], self._section, state.global_step, self._events)
        restore_random_state(before)
