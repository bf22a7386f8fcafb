"""Which objective rows decide for; vitest reads the same corpus."""

import json
from pathlib import Path

import pytest

from tuner_trainers.data.objective import find_objective

CORPUS = Path(__file__).parents[2] / "protocol/corpus/objective.json"


@pytest.mark.parametrize("case", json.loads(CORPUS.read_text("utf-8")), ids=lambda case: case["name"])
def test_the_rows_decide_as_in_typescript(tmp_path, case):
    path = tmp_path / "rows.jsonl"
    path.write_bytes("\n".join(case["lines"]).encode("utf-8"))
    found = find_objective(path)
    assert (found.name, found.only is not None) == (case["objective"], case["warns"])
