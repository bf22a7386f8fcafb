"""The trainers as programs: arguments, output folder, exit codes, signals."""

import json

import pytest

from tests.documents import document, kto_rows, sft_rows, write_rows
from tests.processes import QUICK, assert_sigterm_saves, events, execute, launch_document


@pytest.mark.parametrize("method", ["sft", "kto"])
def test_alone_it_prints_progress_and_fills_the_folder(tmp_path, cache, method):
    data = write_rows(tmp_path / "rows.jsonl", sft_rows() if method == "sft" else kto_rows())
    output = tmp_path / "out"
    ended = execute(method, *QUICK, "--data", data, "--output", output, cache=cache)
    assert ended.returncode == 0, ended.stderr
    assert "step 2/2 (100 %)" in ended.stdout and "finished after 2 steps" in ended.stdout
    assert [event["type"] for event in events(output)][0::len(events(output)) - 1] == ["hello", "finished"]
    assert json.loads((output / "ack.json").read_text())["outcome"] == "finished"
    assert (output / "model/adapter_model.safetensors").is_file() and (output / "model/tokenizer.json").is_file()
    again = execute(method, *QUICK, "--data", data, "--output", output, cache=cache)
    assert again.returncode == 2 and "already holds a run" in again.stderr


def test_help_and_wrong_arguments_need_no_libraries(tmp_path, cache):
    assert "--resume" in execute("sft", "--help", cache=cache).stdout
    assert execute("sft", "--nonsense", cache=cache).returncode == 2
    missing = execute("sft", "--launch", tmp_path / "none.json", cache=cache)
    assert missing.returncode == 2 and "CONFIG_NOT_FOUND" in missing.stderr


def test_under_tuner_sigterm_stops_and_saves(tmp_path, cache):
    config = document("sft", training__num_train_epochs=5000)
    path = launch_document("sft", tmp_path, cache, sft_rows(), config)
    assert_sigterm_saves("sft", tmp_path, path)


def test_under_tuner_a_wrong_document_fails_before_the_libraries(tmp_path, cache):
    path = launch_document("sft", tmp_path, cache, sft_rows(), document("sft", training__nonsense=1))
    ended = execute("sft", "--launch", path, cache=cache)
    assert ended.returncode == 2
    told = events(tmp_path)
    assert told[0]["type"] == "hello" and told[-1]["error"]["code"] == "CONFIG_INVALID"
    assert json.loads((tmp_path / "ack.json").read_text())["error"]["message"] == told[-1]["error"]["message"]

