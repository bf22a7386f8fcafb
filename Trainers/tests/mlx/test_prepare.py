"""`--prepare` under Tuner: what a training needs, fetched and made ahead, and ended when somebody asks."""

import json
import signal
import subprocess
import sys

import pytest

from tests.documents import sft_rows
from tests.local_hub import local_hub
from tests.mlx.documents import document
from tests.processes import SCRIPTS, events, execute, launch_document, wait_for


def test_what_is_prepared_is_neither_downloaded_nor_tokenized_again(tmp_path, model):
    cache = tmp_path / "cache"
    path = launch_document("mlx", tmp_path, cache, sft_rows(), document("some/tiny", training__max_steps=1))
    with local_hub(model) as hub:
        variables = {"HF_ENDPOINT": hub.address}
        prepared = execute("mlx", "--launch", path, "--prepare", cache=cache, variables=variables)
        assert prepared.returncode == 0, prepared.stderr
        assert any(request.endswith("model.safetensors") for request in hub.requests)
    told = events(tmp_path)
    assert {(event["type"], event["name"]) for event in told} == {("phase", "preparing")}
    assert told[-1]["details"]["fromCache"] is False and not (tmp_path / "ack.json").exists()
    # The hub is gone now.
    trained = execute("mlx", "--launch", path, cache=cache, variables=variables)
    assert trained.returncode == 0, trained.stderr
    assert [event["details"]["fromCache"] for event in events(tmp_path)[len(told) :] if _is_of_rows(event)] == [True]


def _is_of_rows(event):
    return "fromCache" in event.get("details", {})


@pytest.mark.parametrize("ask", ["cancel.json", "SIGTERM"])
def test_whoever_asks_the_run_to_end_ends_it(tmp_path, model, ask):
    path = launch_document("mlx", tmp_path, tmp_path / "cache", sft_rows(50_000), document(model))
    command = [sys.executable, str(SCRIPTS["mlx"]), "--launch", str(path), "--prepare"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        wait_for(tmp_path, "phase", process)
        process.send_signal(signal.SIGTERM) if ask == "SIGTERM" else (tmp_path / ask).write_text("{}")
        assert process.wait(timeout=30) == 128 + signal.SIGTERM
    assert not (tmp_path / "ack.json").exists() and not list((tmp_path / "cache").rglob("*.npz"))


def test_its_failure_has_the_words_and_the_exit_code_of_the_training(tmp_path, model):
    path = launch_document("mlx", tmp_path, tmp_path / "cache", [], document(model))
    ended = execute("mlx", "--launch", path, "--prepare", cache=tmp_path)
    assert ended.returncode == 3 and "DATASET_EMPTY" in ended.stderr
    assert all(json.dumps(event).count("preparing") for event in events(tmp_path))
