"""The loop: steps, and between them what is told, evaluated and saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tuner_trainers.checkpoint import CheckpointStore, is_complete
from tuner_trainers.mlx.evaluation import evaluate
from tuner_trainers.mlx.head import Logits
from tuner_trainers.mlx.plan import Plan
from tuner_trainers.mlx.state import State
from tuner_trainers.mlx.step import StepDone, Stepper
from tuner_trainers.reporting.reporter import Reporter, Standing
from tuner_trainers.requests import Cancelled, EvaluationStopped, Requests

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Parts:
    """What a training is made of."""

    training: Mapping[str, Any]
    plan: Plan
    logits: Logits
    objective: Any
    stepper: Stepper
    state: State
    write_model: Callable[[Path], None]
    checkpoints: CheckpointStore
    reporter: Reporter
    requests: Requests
    rows: Rows
    held_out: Rows


class Loop:
    """Trains from `step` steps on. `newest` are the values measured last."""

    def __init__(self, parts: Parts, step: int) -> None:
        self._parts, self.step = parts, step
        self.reason: str | None = None
        self.newest: dict[str, float] = {}
        self._tokens = 0
        self._since_log: list[StepDone] = []
        parts.requests.step = step

    def run(self) -> None:
        """Trains to the end, or until somebody asks for one: then `reason` says who. Raises Cancelled."""
        parts = self._parts
        parts.reporter.begin(self._standing())
        if parts.training["eval_on_start"] and self.step == 0:
            self._evaluate()
        while self.step < parts.plan.total and self.reason is None:
            rows = [[parts.rows[row] for row in batch] for batch in parts.plan.micro_batches(self.step)]
            done = parts.stepper.take(self.step, rows, self._asked)
            if done is not None:
                self._after(done)
        if self.reason is not None:
            self._save()
        parts.reporter.tell(self._standing())

    def _asked(self) -> bool:
        """Whether somebody asked for an end; raises Cancelled when it was to be without saving."""
        found = self._parts.requests.pending()
        if found == "cancel":
            raise Cancelled
        self.reason = self.reason or found
        return found is not None

    def _after(self, done: StepDone) -> None:
        parts, training = self._parts, self._parts.training
        self.step += 1
        parts.requests.step = self.step
        self._tokens += done.tokens
        self._since_log.append(done)
        parts.reporter.advance(self._standing())
        if self.step == 1 or parts.plan.is_due(self.step, training["logging_steps"]):
            self._log()
        if parts.plan.is_due(self.step, training["eval_steps"], training["eval_strategy"]):
            self._evaluate()
        if parts.plan.is_due(self.step, training["save_steps"], training["save_strategy"]):
            self._save()

    def _log(self) -> None:
        parts = self._parts
        measure, steps = parts.objective.measure, self._since_log
        values = measure([sums for done in steps for sums in done.sums])
        # The mean over steps, as TRL has it; measured over tokens, a longer step would weigh more.
        values["loss"] = sum(measure(done.sums)["loss"] for done in steps) / len(steps)
        values |= {
            "grad_norm": steps[-1].grad_norm, "num_tokens": float(self._tokens),
            "learning_rate": parts.stepper.rate(self.step - 1),
        }  # fmt: skip
        self._since_log = []
        self._tell(parts.reporter.metrics, values)

    def _evaluate(self) -> None:
        parts = self._parts
        if not parts.held_out:
            return
        size = parts.training["per_device_eval_batch_size"]
        asked = self._asked if self.step < parts.plan.total else lambda: False
        try:
            values = evaluate(parts.logits, parts.objective, parts.held_out, size, asked)
        except EvaluationStopped:
            return
        self._tell(parts.reporter.evaluation, values)

    def _tell(self, tell: Callable[..., None], values: dict[str, float]) -> None:
        self.newest |= values
        tell(self.step, self._parts.plan.epoch(self.step), values)

    def _save(self) -> None:
        parts = self._parts
        folder = parts.checkpoints.path(self.step)
        # What is saved already must not be written over: until that is done there would be no checkpoint.
        if is_complete(folder):
            return
        parts.state.save(folder, self.step, parts.write_model)
        parts.checkpoints.complete(self.step, parts.plan.epoch(self.step), self.newest)

    def _standing(self) -> Standing:
        plan = self._parts.plan
        return Standing(self.step, plan.total, plan.epoch(self.step), plan.epochs, self._tokens)
