"""Ends a run whose numbers are no numbers any more."""

from __future__ import annotations

from tuner_trainers.errors import TrainerError
from tuner_trainers.protocol.events import Events


def fail_non_finite(events: Events, key: str, step: int) -> None:
    """Tells that `key` (loss, grad_norm) is not finite at the optimizer step `step`, and raises TrainerError."""
    message = f"The {key} is not a finite number at step {step}."
    details = {"key": key, "step": step}
    events.emit("health", rule="non-finite", action="fail", message=message, details=details)
    hint = "Lower training.learning_rate, set training.max_grad_norm, and look at the rows around this step."
    raise TrainerError("NON_FINITE", message, hint, details)
