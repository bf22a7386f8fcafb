"""What is done when a rule speaks: tell, stop and save, or fail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tuner_trainers.errors import TrainerError
from tuner_trainers.health.alarm import Alarm
from tuner_trainers.protocol.events import Events
from tuner_trainers.requests import Requests


class Actions:
    """`wanted` gives each rule's action by name: `off`, `event`, `stop` or `fail`."""

    def __init__(self, events: Events, wanted: Mapping[str, str], requests: Requests) -> None:
        self._events, self._wanted, self._requests = events, wanted, requests

    def is_off(self, rule: str) -> bool:
        """Whether nobody wants to hear the rule."""
        return self._wanted[rule] == "off"

    def take(self, rule: str, alarm: Alarm) -> None:
        """Tells of the alarm and does what the configuration wants. Raises TrainerError UNHEALTHY for `fail`."""
        action = self._wanted[rule]
        message = f"{alarm.message} {alarm.fix}"
        self._events.emit("health", rule=rule, action=action, message=message, details=alarm.details)
        if action == "stop":
            self._requests.ask("health")
        if action == "fail":
            raise TrainerError("UNHEALTHY", alarm.message, alarm.fix, {"rule": rule, **alarm.details})


def fail_non_finite(events: Events, key: str, step: int) -> None:
    """Tells that `key` (loss, grad_norm) is not finite at the optimizer step `step`, and raises TrainerError."""
    message = f"The {key} is not a finite number at step {step}."
    details: dict[str, Any] = {"key": key, "step": step}
    events.emit("health", rule="non_finite", action="fail", message=message, details=details)
    hint = "Lower training.learning_rate, set training.max_grad_norm, and look at the rows around this step."
    raise TrainerError("NON_FINITE", message, hint, details)
