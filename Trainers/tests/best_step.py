"""What holds for the best step on both engines: each function trains for real and asserts."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.documents import write_rows
from tests.recorder import Recorder
from tuner_trainers.checkpoint import list_checkpoints
from tuner_trainers.errors import TrainerError
from tuner_trainers.health.actions import Actions
from tuner_trainers.health.alarm import Alarm
from tuner_trainers.health.watch import HealthWatch
from tuner_trainers.launch import Launch
from tuner_trainers.requests import Requests

# Held-out rows whose answers become likelier first, and then less so: the model learns other ones by heart.
HELD_OUT = [
    {"messages": [{"role": "user", "content": f"Count {n}"}, {"role": "assistant", "content": f"the {n} blue ships"}]}
    for n in range(20, 24)
]
CHANGES = {
    "training__max_steps": 10, "training__eval_strategy": "steps", "training__eval_steps": 1,
    "training__save_strategy": "steps", "training__save_steps": 100,
    "training__lr_scheduler_type": "constant", "training__load_best_model_at_end": True,
}  # fmt: skip
Prepare = Callable[..., Launch]


@dataclasses.dataclass(frozen=True)
class Engine:
    """`prepare(folder, changes)` makes a launch of an adapter's training; `limit` is the key of the rotation.

    `rate` is a learning rate at which the held-out loss rises again within ten steps.
    """

    prepare: Callable[[Path, dict[str, Any]], Launch]
    train: Callable[..., Any]
    limit: str
    rate: float

    def launch(self, folder: Path, **changes: Any) -> Launch:
        """A launch with rows held out."""
        job = self.prepare(folder, CHANGES | {self.limit: 2, "training__learning_rate": self.rate} | changes)
        return dataclasses.replace(job, evaluation_data=write_rows(folder / "held-out.jsonl", HELD_OUT))

    def go(self, job: Launch, react: Callable[[dict[str, Any]], Any] = lambda event: None) -> tuple[Any, Recorder]:
        """Trains it."""
        recorder = Recorder(react)
        return self.train(job, recorder, Requests(job.requests)), recorder


def adapter(folder: Path) -> str:
    """A hash of the adapter's weights in a folder."""
    [file] = folder.glob("adapter*.safetensors")
    return hashlib.sha256(file.read_bytes()).hexdigest()


def losses(recorder: Recorder) -> dict[int, float]:
    """The evaluation's loss after each step."""
    return {event["step"]: event["values"]["eval_loss"] for event in recorder.of("evaluation")}


def phases(recorder: Recorder, name: str) -> list[dict[str, Any]]:
    """The details of the phases of this name."""
    return [event["details"] for event in recorder.of("phase") if event["name"] == name]


def best_of(recorder: Recorder) -> int:
    """The step that was the best; the test needs one in the middle."""
    found = losses(recorder)
    best = min(found, key=lambda step: found[step])
    assert 1 < best < max(found), found
    return best


def check_the_best_weights_become_the_model(engine: Engine, folder: Path) -> None:
    """The best checkpoint outlives the rotation and is what is saved; the event says which step."""
    job = engine.launch(folder, training__save_steps=1)
    outcome, recorder = engine.go(job)
    best = best_of(recorder)
    assert (outcome.kind, outcome.step) == ("finished", 10)
    [told] = phases(recorder, "best_model")
    assert (told["step"], told["metric"]) == (best, "eval_loss") and told["value"] == losses(recorder)[best]
    names = [path.name for path in list_checkpoints(job.checkpoints)]
    assert names == [f"checkpoint-{step}" for step in sorted({best, 9, 10})]
    assert adapter(job.model) == adapter(job.checkpoints / f"checkpoint-{best}")
    assert adapter(job.model) != adapter(job.checkpoints / "checkpoint-10")
    # Resumed where it had ended, it keeps the same weights.
    engine.go(dataclasses.replace(job, resume_from=job.checkpoints / "checkpoint-10"))
    assert adapter(job.model) == adapter(job.checkpoints / f"checkpoint-{best}")


def check_a_stop_keeps_the_weights_and_resuming_finds_the_same_best(engine: Engine, folder: Path) -> None:
    """A stop after the best step swaps nothing; the resumed training ends with the weights of the uninterrupted one."""
    whole = engine.launch(folder / "whole")
    _, recorder = engine.go(whole)
    best = best_of(recorder)
    job = engine.launch(folder / "parts")
    stop = job.requests / "stop.json"
    at = best + 1
    is_then = lambda event: event["type"] == "evaluation" and event["step"] == at  # noqa: E731
    outcome, first = engine.go(job, lambda event: is_then(event) and stop.touch())
    assert (outcome.kind, outcome.saved) == ("stopped", True) and at <= outcome.step < 10
    assert phases(first, "best_model") == [] and not job.model.exists()
    stop.unlink()
    _, second = engine.go(dataclasses.replace(job, resume_from=job.checkpoints))
    assert phases(second, "best_model")[0]["step"] == best
    assert adapter(job.model) == adapter(whole.model)


def check_early_stopping_ends_after_its_patience_and_for_good(engine: Engine, folder: Path) -> None:
    """Ends as finished; resumed from its last checkpoint, nothing is trained any further."""
    job = engine.launch(folder, training__early_stopping_patience=2)
    outcome, recorder = engine.go(job)
    found = losses(recorder)
    best = min(found, key=lambda step: found[step])
    assert (outcome.kind, outcome.step) == ("finished", best + 2) and max(found) == best + 2 < 10
    [told] = phases(recorder, "early_stopping")
    assert (told["step"], told["bestStep"]) == (best + 2, best)
    before = adapter(job.model)
    assert before == adapter(job.checkpoints / f"checkpoint-{best}")
    outcome, again = engine.go(dataclasses.replace(job, resume_from=job.checkpoints))
    assert (outcome.kind, outcome.step) == ("finished", best + 2) and losses(again) == {}
    assert adapter(job.model) == before


def check_without_loading_the_last_weights_are_kept(engine: Engine, folder: Path) -> None:
    """Early stopping alone saves nothing and swaps nothing."""
    alone = {"training__load_best_model_at_end": False, "training__save_strategy": "no"}
    job = engine.launch(folder, training__early_stopping_patience=1, **alone)
    outcome, recorder = engine.go(job)
    assert outcome.kind == "finished" and len(phases(recorder, "early_stopping")) == 1
    assert phases(recorder, "best_model") == [] and list_checkpoints(job.checkpoints) == []


def check_what_cannot_be_is_refused(engine: Engine, folder: Path) -> None:
    """Nothing held out, nothing saved, a metric that is not measured."""
    saves = {"training__load_best_model_at_end": True, "training__save_strategy": "steps"}
    for number, (job, code, word) in enumerate([
        (engine.prepare(folder / "none", saves), "CONFIG_CONFLICT", "load_best_model_at_end needs evaluations"),
        (engine.launch(folder / "saves", training__save_strategy="no"), "CONFIG_CONFLICT", "needs checkpoints"),
        (engine.launch(folder / "metric", training__metric_for_best_model="blue"), "CONFIG_INVALID", "eval_blue"),
    ]):  # fmt: skip
        with pytest.raises(TrainerError, match=word) as caught:
            engine.go(job)
        assert caught.value.code == code, number


class SpeaksAtThree:
    """A rule that finds the third step too much."""

    name, hears = "three", "metrics"

    def hear(self, event: dict[str, Any]) -> Alarm | None:
        return Alarm("Three is too much.", "Count less.", {}) if event["step"] == 3 else None


def check_a_rule_of_health_that_stops_saves_and_says_so(engine: Engine, folder: Path) -> None:
    """The training ends with the step at which the rule has spoken, or the next, with a checkpoint."""
    job = engine.launch(folder, training__load_best_model_at_end=False)
    recorder, requests = Recorder(), Requests(job.requests)
    watched = HealthWatch(recorder, [SpeaksAtThree()], Actions(recorder, {"three": "stop"}, requests))
    outcome = engine.train(job, watched, requests)
    assert [event["rule"] for event in recorder.of("health")] == ["three"]
    assert (outcome.kind, outcome.reason, outcome.saved) == ("stopped", "health", True)
    assert outcome.step in (3, 4)


CHECKS = [
    check_the_best_weights_become_the_model, check_a_stop_keeps_the_weights_and_resuming_finds_the_same_best,
    check_early_stopping_ends_after_its_patience_and_for_good, check_without_loading_the_last_weights_are_kept,
    check_what_cannot_be_is_refused, check_a_rule_of_health_that_stops_saves_and_says_so,
]  # fmt: skip
