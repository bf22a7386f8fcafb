"""SFT for real, on the tiny model."""

import dataclasses
import json

import pytest
import torch

from tests.documents import document, launch, sft_rows
from tests.recorder import Recorder, weights
from tuner_trainers.main import run
from tuner_trainers.requests import Requests
from tuner_trainers.trl.train import train

FAST = {"training__num_train_epochs": 4}


def start(job, recorder=None):
    recorder = recorder or Recorder()
    return train(job, recorder, Requests(job.requests)), recorder


@pytest.mark.second
def test_lora_lowers_the_loss_and_the_adapter_loads(tmp_path, cache):
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, AutoTokenizer

    from tuner_trainers.tiny_model.cache import ensure_tiny_model

    job = launch(tmp_path, cache, document("sft", **FAST), sft_rows())
    outcome, recorder = start(job)
    losses = [event["values"]["loss"] for event in recorder.of("metrics")]
    assert outcome.kind == "finished" and losses[-1] < losses[0] * 0.8
    base = AutoModelForCausalLM.from_pretrained(ensure_tiny_model(cache, 7))
    assert PeftModel.from_pretrained(base, job.model).peft_config["default"].r == 8
    assert AutoTokenizer.from_pretrained(job.model).chat_template


def test_full_training_writes_a_whole_model(tmp_path, cache):
    from transformers import AutoModelForCausalLM

    config = document("sft", training__fine_tune_type="full", training__learning_rate=1e-3, **FAST)
    job = launch(tmp_path, cache, config, sft_rows())
    _, recorder = start(job)
    losses = [event["values"]["loss"] for event in recorder.of("metrics")]
    assert losses[-1] < losses[0] * 0.8
    AutoModelForCausalLM.from_pretrained(job.model)
    assert not (job.model / "adapter_config.json").exists()


def test_progress_begins_at_zero_ends_at_the_total_and_counts_tokens(tmp_path, cache):
    _, recorder = start(launch(tmp_path, cache, document("sft"), sft_rows()))
    progress = recorder.of("progress")
    assert (progress[0]["step"], progress[-1]["step"], progress[-1]["totalSteps"]) == (0, 4, 4)
    assert progress[0]["tokens"] == 0 and progress[-1]["tokens"] > 16
    assert progress[-1]["memoryBytes"] > 0 and progress[-1]["etaSeconds"] == 0


def test_evaluation_and_samples_before_and_after(tmp_path, cache):
    config = document("sft", training__eval_on_start=True, training__eval_strategy="epoch",
                      dataset__split_dataset=True, dataset__test_size=0.25,
                      evaluation__sample_prompts=["Count 1", "Hello there, you"])  # fmt: skip
    _, recorder = start(launch(tmp_path, cache, config, sft_rows()))
    evaluations = recorder.of("evaluation")
    assert [event["step"] for event in evaluations] == [0, 3]
    assert evaluations[-1]["values"]["eval_loss"] < evaluations[0]["values"]["eval_loss"]
    assert [(event["step"], event["index"]) for event in recorder.of("sample")] == [(0, 0), (0, 1), (3, 0), (3, 1)]


@pytest.mark.parametrize("setting", [{"packing": True}, {"group_by_length": True}])
def test_batching_options_train(tmp_path, cache, setting):
    changes = {f"training__{key}": value for key, value in setting.items()}
    outcome, recorder = start(launch(tmp_path, cache, document("sft", **changes), sft_rows()))
    assert outcome.kind == "finished" and recorder.of("progress")[-1]["tokens"] > 100


@pytest.mark.second
def test_stop_saves_a_checkpoint_and_resuming_equals_never_stopping(tmp_path, cache):
    config = document("sft", training__max_steps=8, training__gradient_accumulation_steps=2, lora__lora_dropout=0.1)
    whole = launch(tmp_path / "whole", cache, config, sft_rows())
    start(whole)
    job = launch(tmp_path / "parts", cache, config, sft_rows())
    stop = job.requests / "stop.json"
    recorder = Recorder(lambda event: event["type"] == "metrics" and event["step"] == 4 and stop.touch())
    outcome, _ = start(job, recorder)
    assert (outcome.kind, outcome.step, outcome.saved, outcome.reason) == ("stopped", 4, True, "stop")
    stop.unlink()
    start(dataclasses.replace(job, resume_from=job.checkpoints))
    first, second = weights(whole.model), weights(job.model)
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_a_finished_run_is_not_trained_further(tmp_path, cache):
    config = document("sft", training__max_steps=2, training__save_strategy="steps", training__save_steps=2)
    job = launch(tmp_path, cache, config, sft_rows())
    start(job)
    before = weights(job.model)
    outcome, recorder = start(dataclasses.replace(job, resume_from=job.checkpoints))
    after = weights(job.model)
    assert outcome.step == 2 and not recorder.of("metrics")
    assert all(torch.equal(before[name], after[name]) for name in before)


def test_rotation_keeps_the_newest_and_tells_of_the_rest(tmp_path, cache):
    config = document("sft", training__save_strategy="steps", training__save_steps=1, training__save_total_limit=2)
    job = launch(tmp_path, cache, config, sft_rows())
    _, recorder = start(job)
    actions = [(event["action"], event["step"]) for event in recorder.of("checkpoint")]
    assert actions == [("saved", 1), ("saved", 2), ("saved", 3), ("removed", 1), ("saved", 4), ("removed", 2)]
    assert sorted(path.name for path in job.checkpoints.glob("checkpoint-*")) == ["checkpoint-3", "checkpoint-4"]


def test_cancel_ends_without_saving(tmp_path, cache):
    job = launch(tmp_path, cache, document("sft"), sft_rows())
    cancel = Recorder(lambda event: event["type"] == "metrics" and (tmp_path / "cancel.json").touch())
    outcome, _ = start(job, cancel)
    assert (outcome.kind, outcome.saved, outcome.reason) == ("stopped", False, "cancel")
    assert not job.model.exists() and not list(job.checkpoints.glob("checkpoint-*"))


def test_a_loss_that_is_no_number_fails_the_run(tmp_path, cache):
    config = document("sft", training__learning_rate=1e30, training__max_grad_norm=0.0, training__fine_tune_type="full")
    job = launch(tmp_path, cache, config, sft_rows())
    recorder = Recorder()
    assert run(job, recorder, Requests(job.requests)) == 7
    assert json.loads(job.ack.read_text())["error"]["code"] == "NON_FINITE"
    assert recorder.of("health")[0]["action"] == "fail" and recorder.of("failed")


def test_bad_rows_fail_with_their_line(tmp_path, cache):
    job = launch(tmp_path, cache, document("sft"), [{"nothing": 1}, {"nothing": 2}])
    recorder = Recorder()
    assert run(job, recorder, Requests(job.requests)) == 3
    assert "line 1" in recorder.of("failed")[0]["error"]["message"]
