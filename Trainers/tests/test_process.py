"""The trainers as programs: arguments, output folder, exit codes, signals."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.documents import document, kto_rows, sft_rows, write_rows

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = {"sft": ROOT / "rtx3090_sft/train_sft.py", "kto": ROOT / "rtx3090_kto/train_kto.py"}
QUICK = ["--device", "cpu", "--model", "builtin:tiny", "--set", "training.max_steps=2"]


def execute(method, *arguments, cache, **options):
    environment = {"PATH": "/usr/bin:/bin", "XDG_CACHE_HOME": str(cache), "OMP_NUM_THREADS": "2", "HOME": str(cache)}
    command = [sys.executable, str(SCRIPTS[method]), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, **options)


def events(folder):
    return [json.loads(line) for line in (folder / "events.jsonl").read_text().splitlines()]


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


def launch_document(folder, cache, rows, **changes):
    files = {"launch": "launch.json", "events": "events.jsonl", "requests": "", "ack": "ack.json", "lock": "live.lock",
             "checkpoints": "checkpoints", "model": "model", "data": "rows.jsonl"}  # fmt: skip
    paths = {role: str(folder / name) for role, name in files.items()}
    paths |= {"cache": str(cache), "evaluationData": None, "resumeFrom": None, "startFrom": None}
    write_rows(folder / "rows.jsonl", rows)
    body = {"formatVersion": "1.0", "runId": "r", "attempt": 1, "backend": "rtx", "method": "sft", "files": paths,
            "config": document("sft", **changes)}  # fmt: skip
    (folder / "launch.json").write_text(json.dumps(body))
    return folder / "launch.json"


def test_under_tuner_sigterm_stops_and_saves(tmp_path, cache):
    path = launch_document(tmp_path, cache, sft_rows(), training__num_train_epochs=5000)
    command = [sys.executable, str(SCRIPTS["sft"]), "--launch", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as trainer:
        while trainer.poll() is None and '"metrics"' not in _text(tmp_path / "events.jsonl"):
            time.sleep(0.1)
        trainer.send_signal(signal.SIGTERM)
        output, _ = trainer.communicate(timeout=60)
    assert (trainer.returncode, output) == (128 + signal.SIGTERM, b"")
    ack = json.loads((tmp_path / "ack.json").read_text())
    assert (ack["outcome"], ack["saved"]) == ("stopped", True)
    assert Path(ack["checkpoint"], "manifest.json").is_file()
    assert events(tmp_path)[-1]["reason"] == "signal"


def test_under_tuner_a_wrong_document_fails_before_the_libraries(tmp_path, cache):
    path = launch_document(tmp_path, cache, sft_rows(), training__nonsense=1)
    ended = execute("sft", "--launch", path, cache=cache)
    assert ended.returncode == 2
    told = events(tmp_path)
    assert told[0]["type"] == "hello" and told[-1]["error"]["code"] == "CONFIG_INVALID"
    assert json.loads((tmp_path / "ack.json").read_text())["error"]["message"] == told[-1]["error"]["message"]


def _text(path):
    return path.read_text() if path.exists() else ""
