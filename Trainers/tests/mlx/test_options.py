"""Options of the document, for real, with MLX."""

import pytest

from tests.documents import sft_rows
from tests.mlx.documents import document, launch
from tests.recorder import Recorder
from tuner_trainers.data.errors import DataError
from tuner_trainers.mlx.train import train
from tuner_trainers.requests import Requests

LONG = {"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "red cars " * 200}]}


def go(job):
    recorder = Recorder()
    return train(job, recorder, Requests(job.requests)), recorder


def test_rows_too_long_are_dropped_or_refused_as_the_document_says(tmp_path, model):
    rows = [*sft_rows(4), LONG]
    config = document(model, training__max_steps=1, data__too_long="drop")
    _, recorder = go(launch(tmp_path / "drop", config, rows))
    assert [event["code"] for event in recorder.of("warning")] == ["rows_too_long"]
    with pytest.raises(DataError, match="line 5") as caught:
        go(launch(tmp_path / "error", document(model, data__too_long="error"), rows))
    assert caught.value.code == "DATASET_INVALID"
