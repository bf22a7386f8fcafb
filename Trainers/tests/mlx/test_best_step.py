"""The best step with MLX."""

import mlx.core as mx
import pytest

from tests.best_step import CHECKS, Engine, best_of
from tests.documents import sft_rows
from tests.mlx.documents import document, launch
from tuner_trainers.mlx.train import train


@pytest.fixture
def engine(model):
    prepare = lambda folder, changes: launch(folder, document(model, **changes), sft_rows(4))  # noqa: E731
    return Engine(prepare, train, "output__keep_last_n_checkpoints", 3e-2)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.removeprefix("check_"))
def test_the_best_step(engine, tmp_path, check):
    check(engine, tmp_path)


def test_the_best_weights_of_a_model_trained_in_full(engine, tmp_path):
    rates = {"training__fine_tune_type": "full", "training__learning_rate": 1e-2}
    job = engine.launch(tmp_path, **rates, training__save_steps=1)
    _, recorder = engine.go(job)
    folders = (job.checkpoints / f"checkpoint-{best_of(recorder)}", job.model)
    best, kept = (mx.load(str(folder / "model.safetensors")) for folder in folders)
    assert all(mx.array_equal(value, best[name]) for name, value in kept.items())
