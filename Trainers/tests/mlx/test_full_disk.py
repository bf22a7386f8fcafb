"""MLX on a disk that fills up: the checkpoints before stay whole, and the run goes on when there is room."""

import dataclasses

import pytest

from tests.documents import sft_rows
from tests.full_disk import assert_ends_whole, needs_tmpfs
from tests.mlx.documents import document, launch


@needs_tmpfs
@pytest.mark.parametrize("looks", [True, False], ids=["looked at before", "in the middle of a write"])
def test_a_full_disk_fails_whole_and_can_be_resumed(tmp_path, model, monkeypatch, looks):
    config = document(model, training__max_steps=8, training__save_strategy="steps", training__save_steps=1,
                      output__keep_last_n_checkpoints=None)  # fmt: skip
    cache = tmp_path / "cache"
    assert_ends_whole(
        lambda folder, **fields: dataclasses.replace(launch(folder, config, sft_rows(), **fields), cache=cache),
        tmp_path / "disk", monkeypatch, looks=looks, size=3 * 2**18,
    )  # fmt: skip
