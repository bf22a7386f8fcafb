"""The best step with TRL."""

import dataclasses

import pytest

from tests.best_step import CHECKS, Engine, adapter, best_of, phases
from tests.documents import document, launch, sft_rows
from tests.recorder import weights
from tuner_trainers.best import Best, BestRule
from tuner_trainers.trl.train import train


@pytest.fixture
def engine(cache):
    prepare = lambda folder, changes: launch(folder, cache, document("sft", **changes), sft_rows(4))  # noqa: E731
    return Engine(prepare, train, "training__save_total_limit", 0.05)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.removeprefix("check_"))
def test_the_best_step(engine, tmp_path, check):
    check(engine, tmp_path)


def test_the_best_weights_of_a_model_trained_in_full(engine, tmp_path):
    rates = {"training__fine_tune_type": "full", "training__learning_rate": 3e-3}
    job = engine.launch(tmp_path, **rates, training__save_steps=1)
    _, recorder = engine.go(job)
    best = weights(job.checkpoints / f"checkpoint-{best_of(recorder)}")
    assert all(value.equal(best[name]) for name, value in weights(job.model).items())


def test_an_epoch_cut_short_by_patience_saves_no_second_time(engine, tmp_path):
    epochs = {"training__save_strategy": "epoch", "training__per_device_train_batch_size": 1}
    job = engine.launch(tmp_path, **epochs, training__early_stopping_patience=1)
    outcome, recorder = engine.go(job)
    saved = [event["step"] for event in recorder.of("checkpoint") if event["action"] == "saved"]
    assert outcome.kind == "finished" and len(saved) == len(set(saved))
    assert adapter(job.model) == adapter(job.checkpoints / f"checkpoint-{phases(recorder, 'best_model')[0]['step']}")


def test_a_lost_best_checkpoint_is_told_and_the_last_weights_are_kept(engine, tmp_path):
    job = engine.launch(tmp_path)
    _, recorder = engine.go(job)
    best = job.checkpoints / f"checkpoint-{best_of(recorder)}"
    [file] = best.glob("adapter*.safetensors")
    file.write_bytes(file.read_bytes()[:-1])
    last = job.checkpoints / "checkpoint-10"
    _, again = engine.go(dataclasses.replace(job, resume_from=last))
    assert "best_checkpoint_lost" in [event["code"] for event in again.of("warning")]
    assert adapter(job.model) == adapter(last)


@pytest.mark.parametrize(("metric", "step"), [("eval_loss", 2), ("eval_rewards/margins", 3)])
def test_what_is_better_follows_from_the_metric(metric, step):
    rule = BestRule(metric, True, 2)
    values = [(1, 0.5), (2, 0.2), (3, 0.9), (4, 0.9), (5, 0.3)]
    assert rule.best(values) == Best(step, dict(values)[step], 5 - step) and rule.kept(values) == step
    assert rule.is_over(values) and not rule.is_over(values[:step]) and not rule.is_over([])
    assert rule.read(0, {metric: 1.0}) == [] == rule.read(1, {metric: float("nan")})


def test_held_out_rows_of_a_share_do(cache, tmp_path):
    changes = {"dataset__split_dataset": True, "dataset__test_size": 0.25, "training__eval_strategy": "epoch",
               "training__save_strategy": "epoch", "training__num_train_epochs": 2,
               "training__load_best_model_at_end": True}  # fmt: skip
    job = launch(tmp_path, cache, document("sft", **changes), sft_rows(8))
    _, recorder = Engine(None, train, "", 0).go(job)
    assert [details["step"] for details in phases(recorder, "best_model")] == [4]
