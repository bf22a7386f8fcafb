"""Each rule of health: speaks where it must, and holds its tongue over a training that learns."""

from __future__ import annotations

import math
import random
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.recorder import Recorder
from tuner_trainers.errors import TrainerError
from tuner_trainers.health.actions import Actions
from tuner_trainers.health.kto_rules import KlHigh, MarginFlat
from tuner_trainers.health.loss_rules import EvaluationRising, LossFlat, LossSpike, ZeroGradient
from tuner_trainers.health.machine_rules import DiskLow, MemoryNearLimit, ThroughputCollapse
from tuner_trainers.health.watch import HealthWatch
from tuner_trainers.requests import Requests


def metrics(step: int, **values: float) -> dict:
    return {"step": step, "values": {name.replace("_at_", "/"): value for name, value in values.items()}}


def speaks_at(rule, heard: list[dict]) -> int | None:
    """The step of the event at which the rule speaks first."""
    return next((event["step"] for event in heard if rule.hear(event)), None)


def learning(steps: int, every: int, seed: int, floor: float = 1.5) -> list[dict]:
    """What a training that learns logs: a noisy loss that falls towards `floor`."""
    noise = random.Random(seed)
    loss = lambda step: floor + 1.5 * math.exp(-step / 60) + noise.gauss(0, 0.15)  # noqa: E731
    return [
        metrics(step, loss=loss(step), grad_norm=noise.uniform(0.1, 4), learning_rate=1e-4)
        for step in range(every, steps, every)
    ]


@pytest.mark.parametrize("every", [1, 5, 10])
@pytest.mark.parametrize("rule", [ZeroGradient, LossSpike, LossFlat])
def test_no_rule_about_losses_speaks_over_a_hundred_trainings_that_learn(rule, every):
    alarms = [speaks_at(rule(), learning(600, every, seed)) for seed in range(100)]
    assert alarms == [None] * 100


def test_a_gradient_of_zero_is_told_within_twenty_steps():
    assert speaks_at(ZeroGradient(), [metrics(step, grad_norm=0.0) for step in range(10, 60, 10)]) == 20
    assert speaks_at(ZeroGradient(), [metrics(step, grad_norm=0.0) for step in range(1, 60)]) == 10


def test_a_gradient_that_is_zero_now_and_then_is_none_of_its_business():
    heard = [metrics(step, grad_norm=0.0 if step % 5 else 0.1) for step in range(1, 60)]
    assert speaks_at(ZeroGradient(), heard) is None


def test_a_loss_that_jumps_is_told_at_once():
    heard = [*learning(100, 5, 1), metrics(100, loss=9.0)]
    assert speaks_at(LossSpike(), heard) == 100


def test_a_loss_that_stays_is_told_and_one_that_was_low_from_the_start_is_not():
    noise = random.Random(1)
    stays = lambda level: [metrics(step, loss=level + noise.gauss(0, 0.1), learning_rate=1e-9) for step in range(60)]  # noqa: E731
    assert speaks_at(LossFlat(), stays(2.3)) is not None
    assert speaks_at(LossFlat(), stays(0.4)) is None


def test_a_resumed_attempt_has_fallen_before():
    heard = [metrics(step, loss=2.3 + 0.01 * (step % 3)) for step in range(500, 600)]
    assert speaks_at(LossFlat(), heard) is None


def evaluations(*losses: float) -> list[dict]:
    return [{"step": step, "values": {"eval_loss": loss}} for step, loss in enumerate(losses)]


@pytest.mark.parametrize(("losses", "at"), [
    ((3.0, 2.0, 2.05, 2.1, 2.2), 4),
    ((3.0, 2.0, 2.01, 2.02, 2.03), None),  # within 5 %
    ((3.0, 2.0, 2.3, 2.2, 2.4), None),  # not in a row
    ((3.0, 2.5, 2.2, 2.1, 2.0), None),
])  # fmt: skip
def test_a_held_out_loss_that_rises(losses, at):
    assert speaks_at(EvaluationRising(), evaluations(*losses)) == at


def test_margins_that_do_not_rise_are_told_after_a_hundred_steps():
    flat = [metrics(step, rewards_at_margins=(-1) ** step * 0.01 - 0.005) for step in range(200)]
    assert speaks_at(MarginFlat(), flat) == 100
    rises = [metrics(step, rewards_at_margins=0.001 * step + (-1) ** step * 0.05) for step in range(400)]
    assert speaks_at(MarginFlat(), rises) is None


def test_a_model_that_leaves_its_reference():
    assert speaks_at(KlHigh(0.1), [metrics(step, kl=60.0) for step in range(5)]) == 2
    assert speaks_at(KlHigh(0.1), [metrics(step, kl=60.0 if step % 2 else 1.0) for step in range(9)]) is None


def progress(step: int, rate: float | None) -> dict:
    return {"step": step, "tokensPerSecond": rate}


def test_a_collapse_of_speed_must_last():
    now = [0.0]
    rule = ThroughputCollapse(lambda: now[0])
    assert all(rule.hear(progress(step, 1000 + step % 7 * 100)) is None for step in range(40))
    assert rule.hear(progress(41, 100)) is None
    now[0] = 29
    assert rule.hear(progress(42, 100)) is None
    now[0] = 31
    assert "1300" in rule.hear(progress(43, 100)).message
    rule.hear(progress(44, 1000))
    assert rule.hear(progress(45, 100)) is None


def test_memory_and_disk_near_their_end():
    memory = SimpleNamespace(available=4, total=100)
    assert MemoryNearLimit(lambda: memory).hear(progress(1, None)).details == {"availableBytes": 4, "totalBytes": 100}
    memory.available = 6
    assert MemoryNearLimit(lambda: memory).hear(progress(1, None)) is None
    saved = {"action": "saved", "path": "/x/checkpoint-1", "bytes": 100}
    assert DiskLow(lambda path: 199).hear(saved) and not DiskLow(lambda path: 200).hear(saved)
    assert not DiskLow(lambda path: 0).hear({"action": "removed", "path": "/x"})


def watch(tmp_path: Path, action: str) -> tuple[HealthWatch, Recorder, Requests]:
    recorder, requests = Recorder(), Requests(tmp_path)
    actions = Actions(recorder, {"zero_gradient": action}, requests)
    return HealthWatch(recorder, [ZeroGradient()], actions), recorder, requests


def tell_zeros(watched: HealthWatch) -> None:
    for step in range(1, 31):
        watched.emit("metrics", **metrics(step, grad_norm=0.0))


@pytest.mark.parametrize(("action", "asked"), [("event", None), ("stop", "health")])
def test_a_rule_speaks_once_behind_what_it_heard_and_does_what_is_wanted(tmp_path, action, asked):
    watched, recorder, requests = watch(tmp_path, action)
    tell_zeros(watched)
    assert requests.pending() == asked
    [told] = recorder.of("health")
    assert (told["rule"], told["action"], told["details"]) == ("zero_gradient", action, {"since": 1, "step": 10})
    assert recorder.events.index(told) == 10


def test_fail_ends_the_run_and_off_says_nothing(tmp_path):
    watched, recorder, _ = watch(tmp_path, "fail")
    with pytest.raises(TrainerError) as error:
        tell_zeros(watched)
    assert (error.value.code, error.value.exit_code) == ("UNHEALTHY", 7)
    watched, recorder, _ = watch(tmp_path, "off")
    tell_zeros(watched)
    assert recorder.of("health") == []
