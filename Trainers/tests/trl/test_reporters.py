"""Reports to other tools, for real where the tool is installed."""

import os

import pytest

from tests.documents import document, launch, sft_rows
from tests.recorder import Recorder
from tuner_trainers.errors import TrainerError
from tuner_trainers.requests import Requests
from tuner_trainers.trl.train import train


@pytest.mark.parametrize(("changes", "key", "package"), [
    ({"training__report_to": ["trackio"]}, "training.report_to", "trackio"),
    ({"training__report_to": ["tensorboard", "wandb"]}, "training.report_to", "tensorboard"),
    ({"wandb__enabled": True}, "wandb.enabled", "wandb"),
])  # fmt: skip
def test_a_missing_reporter_ends_the_run_before_anything_else(tmp_path, cache, monkeypatch, changes, key, package):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    recorder = Recorder()
    job = launch(tmp_path, cache, document("sft", **changes), sft_rows())
    with pytest.raises(TrainerError, match=key) as caught:
        train(job, recorder, Requests(job.requests))
    assert caught.value.code == "PACKAGE_MISSING" and f"-m pip install {package}" in caught.value.hint
    assert recorder.events == []


def test_every_reporter_is_asked_for_once(tmp_path, cache, monkeypatch):
    from tuner_trainers.trl.reporters import reporters, reporting_arguments

    monkeypatch.delenv("TENSORBOARD_LOGGING_DIR", raising=False)
    both = {"wandb__enabled": True, "wandb__run_name": "r", "wandb__project": "p"}
    config = document("sft", **both, training__report_to=["tensorboard", "wandb"])
    assert reporters(config) == ["tensorboard", "wandb"] and reporters(document("sft")) == []
    found = reporting_arguments(launch(tmp_path, cache, config, sft_rows(1)))
    assert (found["report_to"], found["run_name"], found["project"]) == (["tensorboard", "wandb"], "r", "p")
    assert os.environ["TENSORBOARD_LOGGING_DIR"] == str(tmp_path / "tensorboard")


def test_tensorboard_is_given_the_metrics(tmp_path, cache, monkeypatch):
    pytest.importorskip("tensorboard")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    monkeypatch.delenv("TENSORBOARD_LOGGING_DIR", raising=False)
    config = document("sft", training__max_steps=3, training__report_to=["tensorboard"])
    recorder = Recorder()
    job = launch(tmp_path, cache, config, sft_rows())
    train(job, recorder, Requests(job.requests))
    written = EventAccumulator(str(tmp_path / "tensorboard")).Reload().Scalars("train/loss")
    told = [(event["step"], event["values"]["loss"]) for event in recorder.of("metrics")][:3]
    assert [(one.step, pytest.approx(one.value)) for one in written] == told


def test_wandb_is_given_the_metrics(tmp_path, cache, monkeypatch):
    wandb = pytest.importorskip("wandb")
    for name, value in {"WANDB_MODE": "offline", "WANDB_DIR": str(tmp_path), "WANDB_SILENT": "true"}.items():
        monkeypatch.setenv(name, value)
    config = document("sft", training__max_steps=2, wandb__enabled=True, wandb__project="p", wandb__run_name="r")
    job = launch(tmp_path / "run", cache, config, sft_rows())
    train(job, Recorder(), Requests(job.requests))
    # As at the end of the process.
    wandb.finish()
    (written,) = tmp_path.glob("wandb/offline-run-*/*.wandb")
    assert b"train/loss" in written.read_bytes()


def test_trackio_is_given_the_metrics_and_keeps_them_here(tmp_path, cache, monkeypatch):
    # Read when it is imported.
    monkeypatch.setenv("TRACKIO_DIR", str(tmp_path / "trackio"))
    pytest.importorskip("trackio")
    config = document("sft", training__max_steps=2, training__report_to=["trackio"], wandb__project="p")
    job = launch(tmp_path / "run", cache, config, sft_rows())
    train(job, Recorder(), Requests(job.requests))
    assert b"train/loss" in b"".join(file.read_bytes() for file in tmp_path.rglob("trackio/**/*") if file.is_file())
