"""Stopped and resumed equals never stopping, bit for bit; a stop is heard within a micro-batch."""

import dataclasses
import hashlib

import pytest

from tests.documents import kto_rows, sft_rows
from tests.mlx.documents import document, launch
from tests.recorder import Recorder
from tests.requests import StopAtLook
from tuner_trainers.checkpoint import list_checkpoints, verify
from tuner_trainers.errors import TrainerError
from tuner_trainers.mlx.train import train
from tuner_trainers.requests import Requests


def go(job, requests=None):
    recorder = Recorder()
    return train(job, recorder, requests or Requests(job.requests)), recorder


def digest(job):
    files = sorted(job.model.glob("*.safetensors"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


CASES = {
    "sft": (sft_rows, {"lora__dropout": 0.1}),
    "sft shuffled": (sft_rows, {"training__group_by_length": False, "lora__dropout": 0.1}),
    "sft full": (sft_rows, {"training__fine_tune_type": "full"}),
    "kto": (kto_rows, {}),
    "kto dora": (kto_rows, {"lora__use_dora": True}),
}


@pytest.mark.parametrize("case", CASES)
def test_stopped_anywhere_and_resumed_equals_never_stopping(tmp_path, model, case):
    rows, changes = CASES[case]
    config = document(model, training__num_epochs=2, training__gradient_accumulation_steps=2, **changes)
    whole = launch(tmp_path / "whole", config, rows())
    assert go(whole)[0].step == 4
    looks = StopAtLook(whole.requests, 10**6)
    go(launch(tmp_path / "count", config, rows()), looks)
    # Of all moments at which somebody looks: in the first step, between steps, in the second epoch.
    for at in (looks.looks - 6, looks.looks - 4, looks.looks - 1):
        job = launch(tmp_path / str(at), config, rows())
        outcome, _ = go(job, StopAtLook(job.requests, at))
        assert outcome.kind == "stopped" and outcome.saved, at
        verify(outcome.checkpoint)
        go(dataclasses.replace(job, resume_from=job.checkpoints))
        assert digest(job) == digest(whole), at


def test_kto_from_an_adapter_resumes_with_the_reference_that_it_began_with(tmp_path, model):
    first = launch(tmp_path / "sft", document(model), sft_rows())
    go(first)
    config = document(model, training__num_epochs=2)
    whole = launch(tmp_path / "whole", config, kto_rows(), start_from=first.model)
    go(whole)
    job = launch(tmp_path / "parts", config, kto_rows(), start_from=first.model)
    looks = StopAtLook(job.requests, 14)
    outcome, _ = go(job, looks)
    assert outcome.saved and 0 < outcome.step < 8
    _, recorder = go(dataclasses.replace(job, resume_from=job.checkpoints))
    assert "reference" not in [event["name"] for event in recorder.of("phase")]
    assert digest(job) == digest(whole)


def test_a_finished_run_is_not_trained_further(tmp_path, model):
    config = document(model, training__save_strategy="steps", training__save_steps=2)
    job = launch(tmp_path, config, sft_rows())
    go(job)
    before = digest(job)
    outcome, recorder = go(dataclasses.replace(job, resume_from=job.checkpoints))
    assert (outcome.kind, outcome.step) == ("finished", 4) and recorder.of("progress") == []
    assert digest(job) == before


def test_old_checkpoints_go_when_new_ones_are_whole(tmp_path, model):
    config = document(model, training__save_strategy="steps", training__save_steps=1, output__keep_last_n_checkpoints=2)
    job = launch(tmp_path, config, sft_rows())
    _, recorder = go(job)
    assert [path.name for path in list_checkpoints(job.checkpoints)] == ["checkpoint-3", "checkpoint-4"]
    removed = [event["step"] for event in recorder.of("checkpoint") if event["action"] == "removed"]
    assert removed == [1, 2]


def test_a_checkpoint_of_another_training_is_refused_with_the_reason(tmp_path, model):
    config = document(model, training__save_strategy="steps", training__save_steps=2)
    job = launch(tmp_path / "a", config, sft_rows())
    go(job)
    other = launch(tmp_path / "b", document(model, training__per_device_batch_size=2), sft_rows())
    with pytest.raises(TrainerError, match="its training.per_device_batch_size is 4, not 2") as caught:
        go(dataclasses.replace(other, resume_from=job.checkpoints))
    assert caught.value.code == "CHECKPOINT_INVALID"
    rows = launch(tmp_path / "c", config, sft_rows(14))
    with pytest.raises(TrainerError, match="its data is"):
        go(dataclasses.replace(rows, resume_from=job.checkpoints))


def test_a_torn_checkpoint_is_passed_over(tmp_path, model):
    config = document(model, training__save_strategy="steps", training__save_steps=2)
    whole = launch(tmp_path / "whole", config, sft_rows())
    go(whole)
    newest = whole.checkpoints / "checkpoint-4/optimizer.safetensors"
    newest.write_bytes(newest.read_bytes()[:-8])
    before = digest(whole)
    go(dataclasses.replace(whole, resume_from=whole.checkpoints))
    assert digest(whole) == before


def test_cancel_saves_nothing(tmp_path, model):
    job = launch(tmp_path, document(model), sft_rows())
    recorder = Recorder(lambda event: event["type"] == "metrics" and (job.requests / "cancel.json").touch())
    outcome = train(job, recorder, Requests(job.requests))
    assert (outcome.kind, outcome.saved, outcome.reason) == ("stopped", False, "cancel")
    assert list_checkpoints(job.checkpoints) == [] and not job.model.exists()
    assert outcome.step == 1
