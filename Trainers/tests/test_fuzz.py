"""Whatever stands in a file from outside: a value or an error with a code, never another exception."""

import json
import os
from pathlib import Path

import pytest

from tests.documents import document
from tests.mutations import documents, texts
from tuner_trainers.checkpoint import read_manifest
from tuner_trainers.config.resolve import resolve
from tuner_trainers.config.schema import check, fill_defaults, load_schema
from tuner_trainers.data.errors import DataError, RowProblem
from tuner_trainers.data.reader import read_lines
from tuner_trainers.data.rows import read_row
from tuner_trainers.errors import TrainerError
from tuner_trainers.launch import read_launch

# More of them: TUNER_FUZZ=20 python -m pytest tests/test_fuzz.py
ROUNDS = 150 * int(os.environ.get("TUNER_FUZZ", "1"))
SEED = int(os.environ.get("TUNER_FUZZ_SEED", "7"))
ROWS = [
    {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b", "tool_calls": [
        {"type": "function", "function": {"name": "f", "arguments": {"x": 1}}}]}], "tools": [{"type": "function"}]},
    {"conversations": [{"from": "human", "value": "a"}, {"from": "gpt", "value": "b"}], "label": True},
    {"prompt": "a", "completion": [{"role": "assistant", "content": [{"type": "text", "text": "b"}]}], "label": False},
    {"text": "a"},
]  # fmt: skip
SHIPPED = {
    "sft": "rtx3090_sft/configs/config.yaml", "kto": "rtx3090_kto/configs/config.yaml",
    "mlx": "mistral_lora_mac/config/config.yaml",
}  # fmt: skip
ROLES = ("events", "requests", "ack", "checkpoints", "model", "cache", "data", "lock")
FILES = {role: f"/tmp/{role}" for role in ROLES}
LAUNCH = {"formatVersion": "1.0", "runId": "a-run", "attempt": 1, "method": "sft", "files": FILES, "config": {}}
MANIFEST = {"formatVersion": "1.0", "step": 1, "epoch": 0.5, "files": [{"path": "a", "bytes": 1, "sha256": "0"}]}


def test_launch_documents(tmp_path):
    path = tmp_path / "launch.json"
    for raw in [*texts(json.dumps(LAUNCH), ROUNDS, SEED), *map(_bytes, documents(LAUNCH, ROUNDS, SEED))]:
        path.write_bytes(raw)
        try:
            launch = read_launch(path, "sft")
        except TrainerError as error:
            assert error.message
        else:
            assert isinstance(launch.config, dict)
            assert isinstance(launch.attempt, int)


@pytest.mark.parametrize("method", ["sft", "kto", "mlx"])
def test_configurations(method):
    schema = load_schema(method)
    whole = document("sft") if method == "mlx" else document(method)
    # That it is an object at all is checked where it is read.
    for changed in filter(lambda one: isinstance(one, dict), documents(whole, ROUNDS, SEED)):
        try:
            check(fill_defaults(changed, schema), schema)
        except TrainerError as error:
            assert error.message


@pytest.mark.parametrize("method", ["sft", "kto", "mlx"])
def test_configuration_files(tmp_path, method):
    whole = (Path(__file__).parents[1] / SHIPPED[method]).read_text(encoding="utf-8")
    path = tmp_path / "own.yaml"
    for raw in texts(whole, ROUNDS // 3, SEED):
        path.write_bytes(raw)
        try:
            resolve(method, path, [], {})
        except TrainerError as error:
            assert error.message


def test_rows(tmp_path):
    path = tmp_path / "rows.jsonl"
    whole = "".join(f"{json.dumps(row)}\n" for row in ROWS)
    for raw in texts(whole, ROUNDS, SEED):
        path.write_bytes(raw)
        try:
            read = list(read_lines(path))
        except DataError as error:
            assert error.message
            continue
        for line, row in read:
            _read(line, row)


def test_values_of_rows():
    for row in ROWS:
        for changed in documents(row, ROUNDS, SEED):
            _read(1, changed)


def test_manifests(tmp_path):
    for raw in [*texts(json.dumps(MANIFEST), ROUNDS, SEED), *map(_bytes, documents(MANIFEST, ROUNDS, SEED))]:
        (tmp_path / "manifest.json").write_bytes(raw)
        try:
            read_manifest(tmp_path)
        except TrainerError as error:
            assert error.code == "CHECKPOINT_INVALID"


def _read(line, row):
    for needs_label in (False, True):
        if isinstance(row, dict):
            try:
                read_row(line, row, needs_label=needs_label)
            except RowProblem as problem:
                assert problem.message


def _bytes(value):
    return json.dumps(value).encode()
