"""The rows of a training with TRL are tokenized once."""

import pytest

from tests.documents import document, kto_rows, launch, sft_rows
from tests.tokenized_once import assert_tokenized_once
from tuner_trainers.trl.train import train


@pytest.mark.parametrize(("method", "rows"), [("sft", sft_rows), ("kto", kto_rows)])
def test_a_resume_and_a_second_run_find_the_tokens_of_the_first(tmp_path, cache, monkeypatch, method, rows):
    config = document(method, training__max_steps=2, dataset__split_dataset=True)
    own = tmp_path / "cache"
    own.mkdir()
    for model in cache.glob("tiny-model-*"):
        (own / model.name).symlink_to(model)
    assert_tokenized_once(
        train, lambda folder, **fields: launch(folder, own, config, rows(), **fields), tmp_path / "runs", monkeypatch
    )
