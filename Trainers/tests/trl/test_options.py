"""Options of the documents, for real, on the tiny model."""

import pytest
import torch

from tests.documents import document, kto_rows, launch, sft_rows
from tests.recorder import Recorder, weights
from tuner_trainers.data.errors import DataError
from tuner_trainers.requests import Requests
from tuner_trainers.trl.train import train

LONG = {"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "red cars " * 200}]}


def go(job):
    recorder = Recorder()
    return train(job, recorder, Requests(job.requests)), recorder


def test_rows_too_long_are_dropped_or_refused_as_the_document_says(tmp_path, cache):
    rows = [*sft_rows(4), LONG]
    config = document("sft", training__max_steps=1, dataset__too_long="drop")
    _, recorder = go(launch(tmp_path / "drop", cache, config, rows))
    assert [event["code"] for event in recorder.of("warning")] == ["rows_too_long"]
    with pytest.raises(DataError, match="line 5") as caught:
        go(launch(tmp_path / "error", cache, document("sft", dataset__too_long="error"), rows))
    assert caught.value.code == "DATASET_INVALID"


def test_apo_has_no_kl_term_and_is_another_loss(tmp_path, cache):
    changes = {"training__num_train_epochs": 4, "training__learning_rate": 2e-3}
    found = {}
    for loss in ("kto", "apo_zero_unpaired"):
        job = launch(tmp_path / loss, cache, document("kto", **changes, training__loss_type=loss), kto_rows())
        _, recorder = go(job)
        values = [event["values"] for event in recorder.of("metrics")]
        found[loss] = weights(job.model), [entry["kl"] for entry in values if "kl" in entry]
        margins = [entry["rewards/margins"] for entry in values if "rewards/margins" in entry]
        assert margins[-1] > margins[0] + 0.05
    assert any(found["kto"][1]) and not any(found["apo_zero_unpaired"][1])
    one, other = found["kto"][0], found["apo_zero_unpaired"][0]
    assert not all(torch.equal(one[name], other[name]) for name in one)


def test_weights_that_do_not_fit_the_labels_are_told(tmp_path, cache):
    rows = [{**row, "label": n % 4 == 0} for n, row in enumerate(kto_rows())]
    _, recorder = go(launch(tmp_path, cache, document("kto", training__max_steps=1), rows))
    [warning] = recorder.of("warning")
    assert warning["code"] == "label_weights" and "training.desirable_weight to 3 to 4" in warning["message"]
