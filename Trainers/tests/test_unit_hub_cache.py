"""When the hub need not be asked."""

import json

import pytest

from tuner_trainers.model.hub_cache import is_cached

WHOLE = {"config.json": "{}", "tokenizer.json": "{}", "model.safetensors": "w"}
SHARDS = json.dumps({"weight_map": {"a": "model-1.safetensors", "b": "model-2.safetensors"}})


@pytest.fixture
def keep(tmp_path, monkeypatch):
    def write(files):
        folder = tmp_path / "models--some--model" / "snapshots" / "abc"
        folder.mkdir(parents=True)
        (folder.parents[1] / "refs").mkdir()
        (folder.parents[1] / "refs" / "main").write_text("abc")
        for name, text in files.items():
            (folder / name).write_text(text)

    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    return write


def test_a_model_that_is_there_as_a_whole(keep):
    assert not is_cached("some/model")
    keep(WHOLE)
    assert is_cached("some/model") and not is_cached("some/other")


@pytest.mark.parametrize("missing", WHOLE)
def test_a_model_of_which_something_is_missing(keep, missing):
    keep({name: text for name, text in WHOLE.items() if name != missing})
    assert not is_cached("some/model")


@pytest.mark.parametrize(("second", "expected"), [({"model-2.safetensors": "w"}, True), ({}, False)])
def test_weights_in_parts_must_all_be_there(keep, second, expected):
    parts = {"model.safetensors.index.json": SHARDS, "model-1.safetensors": "w"}
    keep({"config.json": "{}", "tokenizer.json": "{}", **parts, **second})
    assert is_cached("some/model") == expected


def test_an_index_that_cannot_be_read_is_no_model(keep):
    keep({**WHOLE, "model.safetensors.index.json": "[]"})
    assert not is_cached("some/model")
