"""The rows of a training with MLX are tokenized once."""

import dataclasses

import pytest

from tests.documents import kto_rows, sft_rows
from tests.mlx.documents import document, launch
from tests.tokenized_once import assert_tokenized_once
from tuner_trainers.mlx.train import train


@pytest.mark.parametrize(("objective", "rows"), [("sft", sft_rows), ("kto", kto_rows)])
def test_a_resume_and_a_second_run_find_the_tokens_of_the_first(tmp_path, model, monkeypatch, objective, rows):
    config = document(model, training__max_steps=2, training__objective=objective)

    def make(folder, **fields):
        return dataclasses.replace(launch(folder, config, rows(), **fields), cache=tmp_path / "cache")

    assert_tokenized_once(train, make, tmp_path / "runs", monkeypatch)
