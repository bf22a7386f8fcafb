"""main.py as a program: alone, under Tuner, and what its file says about places and logs."""

import json
import sys

import pytest

from tests.documents import kto_rows, sft_rows, write_rows
from tests.mlx.documents import document
from tests.processes import QUICK, assert_sigterm_saves, events, execute, launch_document


def test_alone_it_prints_progress_and_fills_the_folders_of_its_file(tmp_path, cache):
    data = write_rows(tmp_path / "rows.jsonl", sft_rows())
    output = tmp_path / "out"
    ended = execute("mlx", *QUICK, "--data", data, "--output", output, cache=cache)
    assert ended.returncode == 0, ended.stderr
    assert "step 2/2 (100 %)" in ended.stdout and "finished after 2 steps" in ended.stdout
    told = [event["type"] for event in events(output / "logs")]
    assert (told[0], told[-1]) == ("hello", "finished")
    assert (output / "outputs/final_model/adapters.safetensors").is_file()
    assert (output / "checkpoints/checkpoint-2/manifest.json").is_file()
    again = execute("mlx", *QUICK, "--data", data, "--output", output, cache=cache)
    assert again.returncode == 2 and "already holds a run" in again.stderr


def test_alone_auto_is_kto_with_both_labels_and_logging_goes_where_the_file_says(tmp_path, cache):
    write_rows(tmp_path / "rows.jsonl", kto_rows())
    config = tmp_path / "own.yaml"
    config.write_text("""
model: {name: builtin:tiny}
training: {max_steps: 2, logging_steps: 1, per_device_batch_size: 4}
data: {dataset_path: rows.jsonl}
output: {checkpoint_dir: c, final_model_dir: m, logs_dir: l, metrics_dir: n}
logging: {level: WARNING, console: true, file: true, json_logs: true, log_file: l/t.log, json_log_file: l/t.jsonl}
system: {device: cpu}
""")
    ended = execute("mlx", "--config", config, cache=cache)
    assert ended.returncode == 0, ended.stderr
    assert "step 2/2" not in ended.stdout and ended.stdout == (tmp_path / "l/t.log").read_text()
    assert (tmp_path / "l/t.jsonl").read_text().count("\n") == len(events(tmp_path / "l"))
    measured = [json.loads(line) for line in (tmp_path / "n/metrics.jsonl").read_text().splitlines()]
    assert {event["type"] for event in measured} == {"metrics", "evaluation"}
    assert "rewards/margins" in measured[0]["values"]
    assert (tmp_path / "c/checkpoint-2").is_dir() and (tmp_path / "m/adapters.safetensors").is_file()


def test_help_needs_no_library_and_names_every_exit_code(cache):
    shown = execute("mlx", "--help", cache=cache)
    assert shown.returncode == 0 and "{metal,cpu}" in shown.stdout and "data.dataset_path" in shown.stdout
    assert "7 a loss or gradient that is not finite" in shown.stdout


@pytest.mark.skipif(sys.platform == "darwin", reason="this machine has Metal")
def test_without_metal_it_says_so_and_what_else_there_is(tmp_path, cache):
    data = write_rows(tmp_path / "rows.jsonl", sft_rows())
    ended = execute("mlx", "--model", "builtin:tiny", "--data", data, "--output", tmp_path / "out", cache=cache)
    assert ended.returncode == 4 and "GPU_NOT_FOUND" in ended.stderr and "device: 'cpu'" in ended.stderr


def test_under_tuner_sigterm_stops_and_saves(tmp_path, cache, model):
    path = launch_document("mlx", tmp_path, cache, sft_rows(), document(model, training__num_epochs=5000))
    assert_sigterm_saves("mlx", tmp_path, path)


def test_kto_with_one_row_a_batch_is_refused_before_the_model_is_loaded(tmp_path, cache, model):
    config = document(model, training__per_device_batch_size=1)
    ended = execute("mlx", "--launch", launch_document("mlx", tmp_path, cache, kto_rows(), config), cache=cache)
    assert ended.returncode == 2
    assert events(tmp_path)[-1]["error"]["details"]["key"] == "training.per_device_batch_size"
    assert "loading_model" not in [event.get("name") for event in events(tmp_path)]
