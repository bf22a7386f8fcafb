"""A checkpoint of another training is refused before a model is loaded."""

import dataclasses

import pytest

from tests.documents import document, launch, sft_rows
from tests.recorder import Recorder
from tuner_trainers.checkpoint import write_manifest
from tuner_trainers.errors import TrainerError
from tuner_trainers.requests import Requests
from tuner_trainers.trl.train import NEEDED, train


@pytest.mark.parametrize(
    ("origin", "reason"),
    [
        ({"runId": "another"}, "its run is 'another', not 'mine'"),
        ({"identity": {"settings": {"training.learning_rate": 0.5}}}, "its training.learning_rate is 0.5, not 0.01"),
        ({"identity": {"data": "0" * 64}}, "its data is"),
    ],
)
def test_is_refused_with_what_differs(tmp_path, cache, origin, reason):
    job = dataclasses.replace(launch(tmp_path, cache, document("sft"), sft_rows()), run_id="mine")
    folder = job.checkpoints / "checkpoint-2"
    folder.mkdir(parents=True)
    for name in NEEDED:
        (folder / name).write_text("")
    write_manifest(folder, 2, None, "adapter", {}, origin)
    recorder = Recorder()
    with pytest.raises(TrainerError, match=reason) as raised:
        train(dataclasses.replace(job, resume_from=job.checkpoints), recorder, Requests(job.requests))
    assert raised.value.code == "CHECKPOINT_INVALID"
    assert recorder.of("phase") == []
