"""TRL on a disk that fills up: the checkpoints before stay whole, and the run goes on when there is room."""

import pytest

from tests.documents import document, launch, sft_rows
from tests.full_disk import assert_ends_whole, needs_tmpfs


@needs_tmpfs
@pytest.mark.parametrize("looks", [True, False], ids=["looked at before", "in the middle of a write"])
def test_a_full_disk_fails_whole_and_can_be_resumed(tmp_path, cache, monkeypatch, looks):
    config = document("sft", training__max_steps=8, training__save_strategy="steps", training__save_steps=1,
                      training__save_total_limit=None)  # fmt: skip
    assert_ends_whole(
        lambda folder, **fields: launch(folder, cache, config, sft_rows(), **fields),
        tmp_path / "disk", monkeypatch, looks=looks, size=7 * 2**20,
    )  # fmt: skip
