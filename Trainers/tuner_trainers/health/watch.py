"""Hears every event of a training and has the rules judge it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tuner_trainers.health.actions import Actions
from tuner_trainers.health.alarm import Rule
from tuner_trainers.health.kto_rules import KlHigh, MarginFlat
from tuner_trainers.health.loss_rules import EvaluationRising, LossFlat, LossSpike, ZeroGradient
from tuner_trainers.health.machine_rules import DiskLow, MemoryNearLimit, ThroughputCollapse
from tuner_trainers.protocol.events import Events
from tuner_trainers.requests import Requests


class HealthWatch:
    """Passes every event on, then lets the rules hear it; a rule that has spoken is not asked again."""

    def __init__(self, events: Events, rules: Iterable[Rule], actions: Actions) -> None:
        self._events, self._actions = events, actions
        self._rules = [rule for rule in rules if not actions.is_off(rule.name)]

    def emit(self, kind: str, **fields: Any) -> None:
        """Tells one event. Raises TrainerError UNHEALTHY when a rule speaks whose action is `fail`."""
        self._events.emit(kind, **fields)
        for rule in [rule for rule in self._rules if rule.hears == kind]:
            alarm = rule.hear(fields)
            if alarm:
                self._rules.remove(rule)
                self._actions.take(rule.name, alarm)


def watch_health(events: Events, config: dict[str, Any], requests: Requests) -> HealthWatch:
    """The watch that a configuration's section `health` asks for."""
    beta = (config.get("kto") or config["training"]).get("beta", 0.0)
    rules: list[Rule] = [
        ZeroGradient(), LossSpike(), LossFlat(), EvaluationRising(), MarginFlat(), KlHigh(beta),
        ThroughputCollapse(), MemoryNearLimit(), DiskLow(),
    ]  # fmt: skip
    return HealthWatch(events, rules, Actions(events, config["health"], requests))
