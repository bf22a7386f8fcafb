"""Rules about losses and gradients. Every threshold is chosen so that a training that learns never meets it."""

from __future__ import annotations

import math
from collections import deque
from statistics import fmean, median
from typing import Any

from tuner_trainers.health.alarm import Alarm


class ZeroGradient:
    """The gradient is exactly zero over ten steps, in at least two measurements: no weight can move."""

    name, hears = "zero_gradient", "metrics"
    STEPS, LOGS = 10, 2

    def __init__(self) -> None:
        self._since: int | None = None
        self._logs = 0

    def hear(self, event: dict[str, Any]) -> Alarm | None:
        """Counts measurements of zero in a row."""
        norm = event["values"].get("grad_norm")
        if norm is None:
            return None
        if norm != 0:
            self._since, self._logs = None, 0
            return None
        self._since = event["step"] if self._since is None else self._since
        self._logs += 1
        if self._logs < self.LOGS or event["step"] - self._since + 1 < self.STEPS:
            return None
        message = f"The gradient has been exactly zero from step {self._since} to {event['step']}: nothing is learned."
        fix = "Look at which tokens are learned (no answer may be cut off), and at lora.target_modules."
        return Alarm(message, fix, {"since": self._since, "step": event["step"]})


class LossSpike:
    """The loss is three times the median of the newest 20, far outside their spread, and at least 1 nat above it."""

    name, hears = "loss_spike", "metrics"
    WINDOW, FEWEST, FACTOR, DEVIATIONS, NATS = 20, 10, 3.0, 10.0, 1.0

    def __init__(self) -> None:
        self._newest: deque[float] = deque(maxlen=self.WINDOW)

    def hear(self, event: dict[str, Any]) -> Alarm | None:
        """Compares the loss with those before it."""
        loss = event["values"].get("loss")
        if loss is None:
            return None
        before = list(self._newest)
        self._newest.append(loss)
        if len(before) < self.FEWEST:
            return None
        middle = median(before)
        # The standard deviation by the median of absolute deviations, for normal noise (Hampel 1974).
        spread = 1.4826 * median(abs(value - middle) for value in before)
        if loss <= max(middle * self.FACTOR, middle + self.DEVIATIONS * spread, middle + self.NATS):
            return None
        message = f"The loss jumped to {loss:.4g} at step {event['step']}; the median before was {middle:.4g}."
        fix = "Lower training.learning_rate, keep training.max_grad_norm at 1 or less, and look at the rows there."
        return Alarm(message, fix, {"loss": loss, "median": middle, "step": event["step"]})


class LossFlat:
    """SFT's loss, above 1 nat, is after 30 measurements where it was in the first ten, three times in a row.

    Where it was: not lower by 1 % and by the standard error of the two means. A resumed attempt, one that evaluates
    better than it began, and KTO (which has its own rule) are left alone.
    """

    name, hears = "loss_flat", "metrics"
    FIRST, LOGS, ROUNDS, NATS, SHARE = 10, 30, 3, 1.0, 0.01

    def __init__(self) -> None:
        self._losses: list[float] = []
        self._first_step: int | None = None
        self._rounds = 0

    def hear(self, event: dict[str, Any]) -> Alarm | None:
        """Compares the newest losses with the first."""
        values = event["values"]
        loss = values.get("loss")
        self._first_step = event["step"] if self._first_step is None else self._first_step
        if loss is None or "kl" in values or self._first_step > event["step"] / 2:
            return None
        self._losses.append(loss)
        if len(self._losses) < self.LOGS:
            return None
        early, late = self._losses[: self.FIRST], self._losses[-self.FIRST :]
        drop = fmean(early) - fmean(late)
        noise = math.hypot(_standard_error(early), _standard_error(late))
        is_flat = fmean(late) > self.NATS and drop < min(noise, self.SHARE * fmean(early))
        self._rounds = self._rounds + 1 if is_flat else 0
        if self._rounds < self.ROUNDS:
            return None
        rate = values.get("learning_rate")
        message = f"The loss has not fallen in {event['step']} steps: {fmean(early):.4g}, now {fmean(late):.4g}."
        fix = f"Raise training.learning_rate (it is {rate}), or check that the rows hold what is to be learned."
        return Alarm(message, fix, {"first": fmean(early), "newest": fmean(late), "learningRate": rate})


def _standard_error(values: list[float]) -> float:
    # Plainly: statistics.variance takes a hundred times as long, since it is exact.
    mean = fmean(values)
    return math.sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1) / len(values))


class EvaluationRising:
    """The held-out loss rose in three evaluations in a row and is 5 % above its best: rows are learned by heart."""

    name, hears = "evaluation_rising", "evaluation"
    ROUNDS, SHARE = 3, 1.05

    def __init__(self) -> None:
        self._losses: list[tuple[int, float]] = []

    def hear(self, event: dict[str, Any]) -> Alarm | None:
        """Compares the evaluation with those before it."""
        loss = event["values"].get("eval_loss")
        if loss is None:
            return None
        self._losses.append((event["step"], loss))
        newest = [value for _, value in self._losses[-self.ROUNDS - 1 :]]
        best_step, best = min(self._losses, key=lambda pair: pair[1])
        rises = all(a < b for a, b in zip(newest, newest[1:], strict=False))
        if len(newest) <= self.ROUNDS or not rises or loss <= best * self.SHARE:
            return None
        message = f"The held-out loss has risen since step {best_step}: {best:.4g} there, {loss:.4g} now."
        fix = "Set training.load_best_model_at_end and early_stopping_patience, or train for fewer epochs."
        return Alarm(message, fix, {"best": best, "bestStep": best_step, "newest": loss})
