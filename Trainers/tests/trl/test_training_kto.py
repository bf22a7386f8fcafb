"""KTO for real, on the tiny model."""

import dataclasses

import pytest
import torch

from tests.documents import document, kto_rows, launch, sft_rows
from tests.recorder import Recorder, weights
from tuner_trainers.requests import Requests
from tuner_trainers.trl.train import train

FAST = {"training__num_train_epochs": 4, "training__learning_rate": 2e-3}


def margins(job):
    recorder = Recorder()
    train(job, recorder, Requests(job.requests))
    values = [event["values"] for event in recorder.of("metrics")]
    return [entry["rewards/margins"] for entry in values if "rewards/margins" in entry]


def test_lora_raises_the_margin(tmp_path, cache):
    found = margins(launch(tmp_path, cache, document("kto", **FAST), kto_rows()))
    assert found[-1] > found[0] + 0.05


def test_full_raises_the_margin(tmp_path, cache):
    config = document("kto", **FAST | {"training__fine_tune_type": "full", "training__learning_rate": 3e-4})
    found = margins(launch(tmp_path, cache, config, kto_rows()))
    assert abs(found[0]) < 1e-3 and found[-1] > 0.05


def test_a_last_batch_of_one_row_is_left_out(tmp_path, cache):
    recorder = Recorder()
    train(launch(tmp_path, cache, document("kto"), kto_rows(17)), recorder, Requests(tmp_path))
    assert recorder.of("progress")[-1]["totalSteps"] == 4
    assert "ROWS_LEFT_OUT" in [event["code"] for event in recorder.of("warning")]


@pytest.mark.second
def test_from_an_sft_adapter_stopped_and_resumed_equals_never_stopping(tmp_path, cache):
    sft = launch(tmp_path / "sft", cache, document("sft"), sft_rows())
    train(sft, Recorder(), Requests(sft.requests))
    config = document("kto", training__max_steps=6, training__learning_rate=2e-3)
    whole = launch(tmp_path / "whole", cache, config, kto_rows(), start_from=sft.model)
    found = margins(whole)
    assert abs(found[0]) < 1e-3 and found[-1] > found[0]
    job = launch(tmp_path / "parts", cache, config, kto_rows(), start_from=sft.model)
    stop = job.requests / "stop.json"
    stopping = Recorder(lambda event: event["type"] == "metrics" and event["step"] == 3 and stop.touch())
    train(job, stopping, Requests(job.requests))
    stop.unlink()
    train(dataclasses.replace(job, resume_from=job.checkpoints), Recorder(), Requests(job.requests))
    first, second = weights(whole.model), weights(job.model)
    assert all(torch.equal(first[name], second[name]) for name in first)
    start = weights(sft.model)
    assert any(not torch.equal(first[name], start[name]) for name in first)
    assert not (job.model / "ref").exists()
