"""Stops, resumes and failures at awkward moments, for real, on the tiny model."""

import dataclasses
import json

import pytest
import torch

from tests.documents import document, kto_rows, launch, sft_rows
from tests.recorder import Recorder, weights
from tests.requests import StopAtLook
from tuner_trainers.checkpoint import list_checkpoints, verify
from tuner_trainers.main import run
from tuner_trainers.requests import Requests
from tuner_trainers.trl.train import train


def go(job, requests=None, recorder=None):
    recorder = recorder or Recorder()
    return train(job, recorder, requests or Requests(job.requests)), recorder


def same(first, second):
    return all(torch.equal(first[name], second[name]) for name in first)


@pytest.mark.parametrize("strategy", ["epoch", "steps"])
def test_whenever_a_stop_comes_every_checkpoint_is_whole(tmp_path, cache, strategy):
    config = document("sft", training__save_strategy=strategy, training__save_steps=1,
                      training__gradient_accumulation_steps=2, training__eval_strategy="epoch",
                      dataset__split_dataset=True, training__num_train_epochs=2)  # fmt: skip
    for at in range(3, 12, 2 if strategy == "epoch" else 3):
        job = launch(tmp_path / str(at), cache, config, sft_rows())
        go(job, StopAtLook(job.requests, at))
        for checkpoint in list_checkpoints(job.checkpoints):
            verify(checkpoint)


def test_a_stop_within_a_step_resumes_as_if_it_had_not_been(tmp_path, cache):
    config = document("sft", training__num_train_epochs=2, training__gradient_accumulation_steps=2,
                      lora__lora_dropout=0.1)  # fmt: skip
    whole = launch(tmp_path / "whole", cache, config, sft_rows())
    go(whole)
    # Within the first step, at its end, within the second, within the first of the second epoch.
    for at in (4, 5, 6, 8):
        job = launch(tmp_path / str(at), cache, config, sft_rows())
        outcome, _ = go(job, StopAtLook(job.requests, at))
        assert outcome.saved, at
        go(dataclasses.replace(job, resume_from=job.checkpoints))
        assert same(weights(whole.model), weights(job.model)), f"stopped at look {at}, step {outcome.step}"


def test_groups_of_length_resume_exactly_within_the_second_epoch(tmp_path, cache):
    config = document("sft", training__num_train_epochs=2, training__group_by_length=True, lora__lora_dropout=0.1)
    whole = launch(tmp_path / "whole", cache, config, sft_rows())
    go(whole)
    job = launch(tmp_path / "parts", cache, config, sft_rows())
    stop = job.requests / "stop.json"
    go(job, recorder=Recorder(lambda event: event["type"] == "metrics" and event["step"] == 6 and stop.touch()))
    stop.unlink()
    go(dataclasses.replace(job, resume_from=job.checkpoints))
    assert same(weights(whole.model), weights(job.model))


def test_no_checkpoint_holds_numbers_that_are_none(tmp_path, cache):
    config = document("sft", training__fine_tune_type="full", training__learning_rate=1e18,
                      training__max_grad_norm=0.0, training__logging_steps=50, training__save_strategy="steps",
                      training__save_steps=1, training__num_train_epochs=4)  # fmt: skip
    job = launch(tmp_path, cache, config, sft_rows())
    assert run(job, Recorder(), Requests(job.requests)) == 7
    for checkpoint in list_checkpoints(job.checkpoints):
        assert all(torch.isfinite(tensor).all() for tensor in weights(checkpoint).values()), checkpoint.name


def test_a_cancellation_tells_how_far_it_came(tmp_path, cache):
    job = launch(tmp_path, cache, document("sft"), sft_rows())
    cancel = tmp_path / "cancel.json"
    recorder = Recorder(lambda event: event["type"] == "metrics" and event["step"] == 2 and cancel.touch())
    assert go(job, recorder=recorder)[0].step == 3


def test_a_model_trained_in_full_generates_with_its_cache(tmp_path, cache):
    config = document("sft", training__fine_tune_type="full", training__max_steps=1)
    job = launch(tmp_path, cache, config, sft_rows())
    go(job)
    assert json.loads((job.model / "config.json").read_text())["use_cache"] is True


def test_full_kto_from_an_adapter_begins_at_its_own_reference(tmp_path, cache):
    sft = launch(tmp_path / "sft", cache, document("sft"), sft_rows())
    go(sft)
    config = document("kto", training__fine_tune_type="full", training__learning_rate=3e-4,
                      training__num_train_epochs=3)  # fmt: skip
    _, recorder = go(launch(tmp_path / "kto", cache, config, kto_rows(), start_from=sft.model))
    values = [event["values"] for event in recorder.of("metrics")]
    margins = [entry["rewards/margins"] for entry in values if "rewards/margins" in entry]
    assert abs(margins[0]) < 1e-3 and margins[-1] > 0.02
