"""Rules about KTO's rewards."""

from __future__ import annotations

from statistics import fmean
from typing import Any

from tuner_trainers.health.alarm import Alarm


class MarginFlat:
    """After 100 steps, the newer half of KTO's reward margins is on average not above zero."""

    name, hears = "kto_margin_flat", "metrics"
    STEPS, LOGS = 100, 10

    def __init__(self) -> None:
        self._margins: list[float] = []

    def hear(self, event: dict[str, Any]) -> Alarm | None:
        """Takes the margin, where the rows of the measurement had both labels."""
        margin = event["values"].get("rewards/margins")
        if margin is None:
            return None
        self._margins.append(margin)
        if event["step"] < self.STEPS or len(self._margins) < self.LOGS:
            return None
        newer = fmean(self._margins[len(self._margins) // 2 :])
        if newer > 0:
            return None
        message = f"After {event['step']} steps good answers are not preferred: the reward margin is {newer:.4g}."
        fix = "Raise training.learning_rate or lower beta, and check that the labels are not mixed up."
        return Alarm(message, fix, {"margin": newer, "step": event["step"]})


class KlHigh:
    """Beta times KL is above 5 in three measurements in a row.

    A row's weight in KTO is the derivative of sigmoid(reward - beta * KL) (Ethayarajh et al. 2024, eq. 8): at 5 below
    the reference point it is under 0.7 %, so that good answers are hardly learned any more.
    """

    name, hears = "kto_kl_high", "metrics"
    LIMIT, ROUNDS = 5.0, 3

    def __init__(self, beta: float) -> None:
        self._beta, self._rounds = beta, 0

    def hear(self, event: dict[str, Any]) -> Alarm | None:
        """Takes the KL."""
        kl = event["values"].get("kl")
        if kl is None:
            return None
        self._rounds = self._rounds + 1 if self._beta * kl > self.LIMIT else 0
        if self._rounds < self.ROUNDS:
            return None
        message = f"The model has left its reference: KL {kl:.4g} times beta {self._beta:.4g} is above {self.LIMIT:g}."
        fix = "Lower training.learning_rate, raise beta, or stop here and keep an earlier checkpoint."
        return Alarm(message, fix, {"kl": kl, "beta": self._beta, "step": event["step"]})
