"""`--preview` as a program, the same for every engine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.documents import write_rows
from tests.processes import QUICK, SCRIPTS, execute
from tuner_trainers.data.options import DataOptions
from tuner_trainers.data.preview import preview
from tuner_trainers.launch import Launch


def assert_alone_it_prints(method: str, rows: list[dict[str, Any]], folder: Path, cache: Path) -> None:
    """Prints the first rows' tokens and leaves nothing behind, beside the script or where it would write."""
    data, output = write_rows(folder / "rows.jsonl", rows), folder / "out"
    before = set(SCRIPTS[method].parent.rglob("*"))
    ended = execute(method, *QUICK, "--data", data, "--output", output, "--preview", "2", cache=cache)
    assert ended.returncode == 0, ended.stderr
    shown = json.loads(ended.stdout)
    assert [row["line"] for row in shown["rows"]] == [1, 2] and shown["checked"]["rows"] == len(rows)
    seen = [token["text"] for token in shown["rows"][1]["tokens"] if token["state"] == "supervised"]
    assert "".join(seen) == "the 1 red cars<|im_end|>"
    assert not output.exists() and set(SCRIPTS[method].parent.rglob("*")) == before


def seen_by_line(launch: Launch, tokenizer: Any, method: str, options: DataOptions) -> list[list[int]]:
    """The tokens of each row that a preview shows as supervised; some rows must be cut."""
    shown = preview(launch.data, method, tokenizer, options, 100)
    assert any(row["cut"] for row in shown["rows"])
    return [[token["id"] for token in row["tokens"] if token["state"] == "supervised"] for row in shown["rows"]]
