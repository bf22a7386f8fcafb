"""Which evaluation was the best so far, and whether it is time to end because none is any more."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from tuner_trainers.checkpoint import CheckpointStore, verify
from tuner_trainers.errors import TrainerError, config_error
from tuner_trainers.protocol.events import Events

# Step and value of an evaluation.
Evaluation = tuple[int, float]
_GREATER = frozenset({"eval_mean_token_accuracy", "eval_rewards/chosen", "eval_rewards/margins", "eval_logps/chosen"})


class Best(NamedTuple):
    """The best evaluation, and how many came after it."""

    step: int
    value: float
    since: int


@dataclass(frozen=True)
class BestRule:
    """What the configuration says about the best step.

    `loads`: its weights become the model. `patience`: after how many evaluations without a better one it ends.
    """

    metric: str
    loads: bool
    patience: int | None

    @property
    def is_active(self) -> bool:
        """Whether evaluations have to be followed at all."""
        return self.loads or self.patience is not None

    def read(self, step: int, values: Mapping[str, float]) -> list[Evaluation]:
        """The evaluation as this rule sees it: none before the first step, none that is not a finite number.

        Raises TrainerError CONFIG_INVALID when the metric is not measured.
        """
        if not self.is_active or step == 0:
            return []
        if self.metric not in values:
            message = f"training.metric_for_best_model is {self.metric}, which an evaluation does not measure."
            known = ", ".join(name for name in values if name.startswith("eval_"))
            raise config_error(message, f"Measured are: {known}.", key="training.metric_for_best_model")
        return [(step, float(values[self.metric]))] if math.isfinite(values[self.metric]) else []

    def best(self, evaluations: Iterable[Evaluation]) -> Best | None:
        """The best of the evaluations, the earliest of equals; None without any."""
        found: Best | None = None
        for step, value in evaluations:
            is_better = found is None or (value > found.value if self.metric in _GREATER else value < found.value)
            found = Best(step, value, 0) if is_better else found._replace(since=found.since + 1)
        return found

    def is_over(self, evaluations: Iterable[Evaluation]) -> bool:
        """Whether the training has gone on without a better evaluation for as long as patience lasts."""
        best = self.best(evaluations)
        return best is not None and self.patience is not None and best.since >= self.patience

    def kept(self, evaluations: Iterable[Evaluation]) -> int | None:
        """The step whose checkpoint must stay."""
        best = self.best(evaluations) if self.loads else None
        return best.step if best else None


def best_rule(training: Mapping[str, Any], *, evaluates: bool) -> BestRule:
    """The rule of a configuration. Raises TrainerError CONFIG_CONFLICT when it needs evaluations or checkpoints."""
    metric = training["metric_for_best_model"]
    metric = metric if metric.startswith("eval_") else f"eval_{metric}"
    rule = BestRule(metric, training["load_best_model_at_end"], training["early_stopping_patience"])
    key = "load_best_model_at_end" if rule.loads else "early_stopping_patience"
    if rule.is_active and not evaluates:
        raise _conflict(key, "needs evaluations", "Hold rows out and set training.eval_strategy to steps or epoch.")
    if rule.loads and training["save_strategy"] == "no":
        raise _conflict(key, "needs checkpoints", "Set training.save_strategy to steps or epoch.")
    return rule


def find_best(rule: BestRule, evaluations: Iterable[Evaluation], store: CheckpointStore, events: Events) -> Best | None:
    """The step whose weights are to be the model, its checkpoint verified; tells of it.

    None when the rule does not ask for it, or, with a warning, when its checkpoint is no more.
    """
    best = rule.best(evaluations) if rule.loads else None
    if best is None:
        return None
    path = store.path(best.step)
    details = {"step": best.step, "metric": rule.metric, "value": best.value, "checkpoint": str(path)}
    try:
        verify(path)
    except TrainerError as error:
        message = f"The weights of the best step, {best.step}, are lost: those of the last step are kept. {error}"
        events.emit("warning", code="best_checkpoint_lost", message=message, details=details)
        return None
    message = f"The weights of step {best.step} are kept, with {rule.metric} {best.value:.6g}."
    events.emit("phase", name="best_model", message=message, details=details)
    return best


def tell_early_stop(rule: BestRule, best: Best, step: int, events: Events) -> None:
    """Tells that the training ends early."""
    message = f"{rule.metric} has not improved since step {best.step}, for {best.since} evaluations: the training ends."
    details = {"step": step, "metric": rule.metric, "best": best.value, "bestStep": best.step}
    events.emit("phase", name="early_stopping", message=message, details=details)


def _conflict(key: str, needs: str, hint: str) -> TrainerError:
    return config_error(f"training.{key} {needs}.", hint, "CONFIG_CONFLICT", key=f"training.{key}")
