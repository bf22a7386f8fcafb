"""Progress, metrics and evaluations as events."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tuner_trainers.protocol.events import Events
from tuner_trainers.protocol.numbers import split_values
from tuner_trainers.reporting.speed import Speed

SECONDS_BETWEEN_PROGRESS = 0.1


@dataclass(frozen=True)
class Standing:
    """How far a training is: optimizer steps, epochs, and tokens that this attempt trained on."""

    step: int
    total_steps: int
    epoch: float
    total_epochs: float
    tokens: int


class Reporter:
    """Tells how far a training is, at most ten times a second but always at its start and end.

    `memory` gives the bytes in use and their peak.
    """

    def __init__(
        self, events: Events, memory: Callable[[], tuple[int | None, int | None]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._events, self._memory, self._clock = events, memory, clock
        self._speed = Speed()
        self._last = float("-inf")
        self._newest: dict[str, float] = {}

    def begin(self, standing: Standing) -> None:
        """The first progress."""
        self._mark(standing)
        self.tell(standing)

    def advance(self, standing: Standing) -> None:
        """After a step: progress, unless the last is too new."""
        self._mark(standing)
        if self._clock() - self._last >= SECONDS_BETWEEN_PROGRESS:
            self.tell(standing)

    def tell(self, standing: Standing) -> None:
        """Progress, however new the last is."""
        self._last = self._clock()
        tokens_per_second, seconds_per_step = self._speed.rates()
        remaining = max(0, standing.total_steps - standing.step)
        memory, peak = self._memory()
        self._events.emit(
            "progress", step=standing.step, totalSteps=standing.total_steps, epoch=standing.epoch,
            totalEpochs=standing.total_epochs, loss=self._newest.get("loss"),
            learningRate=self._newest.get("learning_rate"), gradNorm=self._newest.get("grad_norm"),
            tokens=standing.tokens, tokensPerSecond=tokens_per_second, secondsPerStep=seconds_per_step,
            etaSeconds=None if seconds_per_step is None else seconds_per_step * remaining,
            memoryBytes=memory, peakMemoryBytes=peak,
        )  # fmt: skip

    def metrics(self, step: int, epoch: float | None, values: Mapping[str, float]) -> None:
        """What was measured while training."""
        self._newest.update(values)
        self._events.emit("metrics", step=step, epoch=epoch, **split_values(values))

    def evaluation(self, step: int, epoch: float | None, values: Mapping[str, float]) -> None:
        """What was measured on held-out rows; the names begin with `eval_`."""
        self._events.emit("evaluation", step=step, epoch=epoch, **split_values(values))

    def _mark(self, standing: Standing) -> None:
        self._speed.add(self._clock(), standing.step, standing.tokens)
