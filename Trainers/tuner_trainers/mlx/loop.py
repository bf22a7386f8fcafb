"""The loop: steps, and between them what is told, evaluated and saved."""

from __future__ import annotations

from collections.abc import Callable

from tuner_trainers.best import tell_early_stop
from tuner_trainers.checkpoint import is_complete
from tuner_trainers.disk import require_room
from tuner_trainers.mlx.evaluation import evaluate
from tuner_trainers.mlx.parts import Parts
from tuner_trainers.mlx.step import StepDone
from tuner_trainers.reporting.reporter import Standing
from tuner_trainers.requests import Cancelled, EvaluationStopped


class Loop:
    """Trains from `step` steps on. `newest` are the values measured last."""

    def __init__(self, parts: Parts, step: int) -> None:
        self._parts, self.step = parts, step
        self.reason: str | None = None
        self.newest: dict[str, float] = {}
        self._tokens = 0
        self._since_log: list[StepDone] = []
        parts.requests.step = step

    @property
    def is_over(self) -> bool:
        """Whether the training has come to its end: all steps are done, or evaluations have said that it is enough."""
        return self.step >= self._parts.plan.total or self._is_enough

    @property
    def _is_enough(self) -> bool:
        return self._parts.best.is_over(self._parts.state.evaluations)

    def run(self) -> None:
        """Trains to the end, or until somebody asks for one: then `reason` says who. Raises Cancelled."""
        parts = self._parts
        parts.reporter.begin(self._standing(), self._intervals())
        if parts.training["eval_on_start"] and self.step == 0:
            self._evaluate()
        while not self.is_over and self.reason is None:
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
        saves = training["save_strategy"]
        if parts.plan.is_due(self.step, training["save_steps"], saves) or (saves != "no" and self._decides()):
            self._save()
        every = parts.sample_steps
        # After the last step the model answers anyway, once it is what will be kept.
        if every is not None and not self.is_over and self.reason is None and parts.plan.is_due(self.step, every):
            parts.sample(self.step)

    def _decides(self) -> bool:
        """Whether the evaluation after this step makes it the best so far, or the last."""
        evaluations = self._parts.state.evaluations
        if not evaluations or evaluations[-1][0] != self.step:
            return False
        return self._parts.best.kept(evaluations) == self.step or self._is_enough

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
        parts.state.evaluations.extend(parts.best.read(self.step, values))
        if self._is_enough:
            tell_early_stop(parts.best, parts.best.best(parts.state.evaluations), self.step, parts.events)

    def _tell(self, tell: Callable[..., None], values: dict[str, float]) -> None:
        self.newest |= values
        tell(self.step, self._parts.plan.epoch(self.step), values)

    def _save(self) -> None:
        parts = self._parts
        folder = parts.checkpoints.path(self.step)
        # What is saved already must not be written over: until that is done there would be no checkpoint.
        if is_complete(folder):
            return
        require_room(folder.parent, parts.state.trained_bytes)
        parts.state.save(folder, self.step, parts.write_model)
        kept = parts.best.kept(parts.state.evaluations)
        parts.checkpoints.complete(self.step, parts.plan.epoch(self.step), self.newest, kept)

    def _intervals(self) -> dict[str, int]:
        training, interval, samples = self._parts.training, self._parts.plan.interval, self._parts.sample_steps
        comes = {"evaluation": "eval", "checkpoint": "save"}
        strategies = {kind: (training[f"{key}_steps"], training[f"{key}_strategy"]) for kind, key in comes.items()}
        strategies["sample"] = (samples, "steps" if samples else "no")
        return {kind: interval(*when) for kind, when in strategies.items() if when[1] != "no"}

    def _standing(self) -> Standing:
        plan = self._parts.plan
        return Standing(self.step, plan.total, plan.epoch(self.step), plan.epochs, self._tokens)
