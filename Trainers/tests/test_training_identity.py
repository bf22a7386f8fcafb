"""Whose a checkpoint is: another run's, configuration's, data's or model's is refused, other packages are told."""

import dataclasses
import json

import pytest

from tests.documents import document, launch, sft_rows
from tests.recorder import Recorder
from tuner_trainers.errors import TrainerError
from tuner_trainers.model.source import Source
from tuner_trainers.training_identity import check_identity, identify


@pytest.fixture
def folder(tmp_path):
    model = tmp_path / "base"
    model.mkdir()
    (model / "config.json").write_text('{"hidden_size": 8}')
    (model / "model.safetensors").write_text("weights")
    return tmp_path


def origin(folder, rows=None, run_id="a", base=None, **changes):
    job = launch(folder, folder / "cache", document("sft", **changes), rows or sft_rows(2))
    return identify(dataclasses.replace(job, run_id=run_id), Source(base or str(folder / "base")))


def compare(folder, before, now):
    events = Recorder()
    # As a manifest has it.
    check_identity(folder, json.loads(json.dumps(before)), now, events)
    return events.of("warning")


def test_the_same_goes_on_and_what_does_not_change_the_weights_may_differ(folder):
    before = origin(folder)
    free = {"training__save_steps": 3, "dataset__local_file": "other", "health__loss_spike": "off"}
    assert compare(folder, before, origin(folder)) == []
    assert compare(folder, before, origin(folder, **free)) == []
    # One of a trainer that ran alone, and one of an older version.
    assert compare(folder, before, origin(folder, run_id=None)) == []
    assert compare(folder, {}, origin(folder)) == []


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("run", {"run_id": "b"}),
        ("training.learning_rate", {"training__learning_rate": 0.5}),
        ("training.per_device_train_batch_size", {"training__per_device_train_batch_size": 2}),
        ("training.max_steps", {"training__max_steps": 99}),
        ("lora.r", {"lora__r": 4}),
        ("seed", {"seed": 8}),
        ("data", {"rows": sft_rows(3)}),
        ("model", {"base": "org/another"}),
    ],
)
def test_another_training_is_refused_by_what_differs(folder, key, changes):
    before = origin(folder)
    with pytest.raises(TrainerError, match=key) as raised:
        compare(folder, before, origin(folder, **changes))
    assert (raised.value.code, raised.value.details) == ("CHECKPOINT_INVALID", {"key": key})


@pytest.mark.parametrize(("file", "text"), [("config.json", "{}"), ("model.safetensors", "more weights")])
def test_another_model_under_the_same_name_is_refused(folder, file, text):
    before = origin(folder)
    (folder / "base" / file).write_text(text)
    with pytest.raises(TrainerError, match="its model is"):
        compare(folder, before, origin(folder))


def test_other_packages_are_told_and_do_not_refuse(folder):
    before = origin(folder)
    before["versions"] = before["versions"] | {"transformers": "4.0", "python": "3.9"}
    (warning,) = compare(folder, before, origin(folder))
    assert warning["code"] == "packages_changed"
    assert "transformers 4.0 → " in warning["message"] and "python 3.9 → " in warning["message"]
    assert set(warning["details"]) == {"before", "now"}
