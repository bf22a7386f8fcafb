"""Progress, metrics and evaluations as events."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tuner_trainers.protocol.events import Events, Tee
from tuner_trainers.protocol.numbers import split_values
from tuner_trainers.reporting.pace import Pace

SECONDS_BETWEEN_PROGRESS = 0.1
# Where metrics are about to come, progress waits for them: both are one write, and wake up whoever follows once.
SECONDS_TO_METRICS = 0.1


@dataclass(frozen=True)
class Standing:
    """How far a training is: optimizer steps, epochs, and tokens that this attempt trained on."""

    step: int
    total_steps: int
    epoch: float
    total_epochs: float
    tokens: int


class Reporter:
    """Tells how far a training is, at most ten times a second but always at its start and end, with metrics if it can.

    `memory` gives the bytes in use and their peak. Evaluations, checkpoints and samples are told through `events`, so
    that their time counts as theirs and not as that of the steps.
    """

    def __init__(
        self, events: Events, memory: Callable[[], tuple[int | None, int | None]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._memory, self._clock = memory, clock
        self._pace = Pace(clock)
        self.events = Tee(events, self._pace)
        self._last = self._measured = float("-inf")
        self._newest: dict[str, float] = {}
        self._standing: Standing | None = None

    def begin(self, standing: Standing, intervals: Mapping[str, int]) -> None:
        """The first progress. `intervals`: every how many steps a kind of event of `events` comes, where it does."""
        self._pace.begin(standing.step, standing.total_steps, intervals)
        self.tell(standing)

    def advance(self, standing: Standing) -> None:
        """After a step: progress, unless the last is too new."""
        self._pace.advance(standing.step, standing.tokens)
        self._standing = standing
        now = self._clock()
        has_metrics = now - self._measured < SECONDS_BETWEEN_PROGRESS + SECONDS_TO_METRICS
        if now - self._last >= SECONDS_BETWEEN_PROGRESS + (SECONDS_TO_METRICS if has_metrics else 0):
            self.tell(standing)

    def tell(self, standing: Standing) -> None:
        """Progress, however new the last is."""
        self._last = self._clock()
        tokens_per_second, seconds_per_step = self._pace.rates()
        memory, peak = self._memory()
        self.events.emit(
            "progress", step=standing.step, totalSteps=standing.total_steps, epoch=standing.epoch,
            totalEpochs=standing.total_epochs, loss=self._newest.get("loss"),
            learningRate=self._newest.get("learning_rate"), gradNorm=self._newest.get("grad_norm"),
            tokens=standing.tokens, tokensPerSecond=tokens_per_second, secondsPerStep=seconds_per_step,
            etaSeconds=self._pace.remaining(),
            memoryBytes=memory, peakMemoryBytes=peak,
        )  # fmt: skip

    def metrics(self, step: int, epoch: float | None, values: Mapping[str, float]) -> None:
        """What was measured while training; with progress, when it is time for that."""
        self._newest.update(values)
        self._measured = self._clock()
        with self.events.together():
            self.events.emit("metrics", step=step, epoch=epoch, **split_values(values))
            if self._standing and self._measured - self._last >= SECONDS_BETWEEN_PROGRESS:
                self.tell(self._standing)

    def evaluation(self, step: int, epoch: float | None, values: Mapping[str, float]) -> None:
        """What was measured on held-out rows; the names begin with `eval_`."""
        self.events.emit("evaluation", step=step, epoch=epoch, **split_values(values))
