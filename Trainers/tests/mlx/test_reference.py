"""KTO's reference: computed once where that pays, kept for runs that begin alike, and the same numbers either way."""

import hashlib

import pytest

from tests.documents import kto_rows, launch_of
from tests.mlx.documents import document
from tests.recorder import Recorder
from tuner_trainers.mlx.train import train
from tuner_trainers.requests import Requests


def go(folder, config, rows, cache):
    job = launch_of("mlx", folder, cache, config, rows)
    recorder = Recorder()
    train(job, recorder, Requests(job.requests))
    computed = [event["name"] for event in recorder.of("phase")].count("reference")
    margins = [event["values"]["rewards/margins"] for event in recorder.of("metrics")]
    return computed, hashlib.sha256((job.model / "adapters.safetensors").read_bytes()).hexdigest(), margins


def test_a_second_run_that_begins_alike_finds_it_and_gives_the_same_weights(tmp_path, model):
    config = document(model, training__num_epochs=2, data__train_split=0.75)
    first = go(tmp_path / "1", config, kto_rows(), tmp_path / "cache")
    second = go(tmp_path / "2", config, kto_rows(), tmp_path / "cache")
    assert (first[0], second[0]) == (1, 0) and first[1:] == second[1:]
    apo = document(model, training__num_epochs=2, kto__loss_type="apo_zero_unpaired")
    others = [("rows", config, kto_rows(20)), ("loss", apo, kto_rows())]
    for name, changed, rows in others:
        assert go(tmp_path / name, changed, rows, tmp_path / "cache")[0] == 1


def test_in_a_single_epoch_each_step_asks_the_base_and_finds_the_same(tmp_path, model):
    single, double = (document(model, training__num_epochs=epochs, training__lr_scheduler_type="constant")
                      for epochs in (1, 2))  # fmt: skip
    computed, _, margins = go(tmp_path / "1", single, kto_rows(), tmp_path / "cache")
    again, _, longer = go(tmp_path / "2", double, kto_rows(), tmp_path / "cache")
    assert (computed, again) == (0, 1) and longer[: len(margins)] == pytest.approx(margins, abs=1e-3)


def test_a_broken_entry_is_computed_again(tmp_path, model):
    config = document(model, training__num_epochs=2)
    first = go(tmp_path / "1", config, kto_rows(), tmp_path / "cache")
    (file,) = (tmp_path / "cache").rglob("reference.safetensors")
    file.write_bytes(file.read_bytes()[:-4])
    assert go(tmp_path / "2", config, kto_rows(), tmp_path / "cache") == first
