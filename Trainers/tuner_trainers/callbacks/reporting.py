"""Progress, metrics and evaluations as events."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from transformers import TrainerCallback

from tuner_trainers.callbacks.memory import memory_bytes
from tuner_trainers.callbacks.speed import Speed
from tuner_trainers.protocol.events import Events
from tuner_trainers.protocol.numbers import split_values

SECONDS_BETWEEN_PROGRESS = 0.1
_SUMMARY = "train_runtime"


class ReportingCallback(TrainerCallback):
    """Tells how far a training is, at most ten times a second but always at its start and end."""

    def __init__(self, events: Events, device: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._events, self._device, self._clock = events, device, clock
        self._speed = Speed()
        self._last = float("-inf")
        self._newest: dict[str, float] = {}
        self.trainer: Any = None
        self.summary: dict[str, float] = {}

    def on_train_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """The first progress. The intervals are those of the configuration, also after resuming."""
        state.compute_steps(args, state.max_steps)
        self._speed.add(self._clock(), state.global_step, 0)
        self._progress(args, state)

    def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Progress, unless the last is too new."""
        self.trainer.collect_counts()
        self._speed.add(self._clock(), state.global_step, self.trainer.tokens)
        if self._clock() - self._last >= SECONDS_BETWEEN_PROGRESS:
            self._progress(args, state)

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **kwargs: Any) -> None:
        """Sorts a log of the trainer into metrics, evaluation or the summary at the end."""
        values = {key: float(value) for key, value in (logs or {}).items() if isinstance(value, (int, float))}
        epoch = values.pop("epoch", state.epoch)
        if _SUMMARY in values:
            self.summary = values
            return
        evaluates = any(key.startswith("eval_") for key in values)
        if not evaluates:
            self._newest |= values
        kind = "evaluation" if evaluates else "metrics"
        self._events.emit(kind, step=state.global_step, epoch=epoch, **split_values(values))

    def on_train_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """The last progress."""
        self._progress(args, state)

    def _progress(self, args: Any, state: Any) -> None:
        self._last = self._clock()
        tokens_per_second, seconds_per_step = self._speed.rates()
        remaining = max(0, state.max_steps - state.global_step)
        memory, peak = memory_bytes(self._device)
        self._events.emit(
            "progress", step=state.global_step, totalSteps=state.max_steps, epoch=state.epoch or 0.0,
            totalEpochs=float(state.num_train_epochs), loss=self._newest.get("loss"),
            learningRate=self._newest.get("learning_rate"), gradNorm=self._newest.get("grad_norm"),
            tokens=self.trainer.tokens, tokensPerSecond=tokens_per_second, secondsPerStep=seconds_per_step,
            etaSeconds=None if seconds_per_step is None else seconds_per_step * remaining,
            memoryBytes=memory, peakMemoryBytes=peak,
        )  # fmt: skip
