"""Rows as the trainers' reader judges them; `writeDataset` of @tuner/core is held to the same corpus."""

import json
from pathlib import Path

import pytest

from tuner_trainers.data.errors import RowProblem
from tuner_trainers.data.rows import read_row

CORPUS = Path(__file__).parents[2] / "protocol" / "corpus" / "dataset-rows.json"
CASES = json.loads(CORPUS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['format']}: {case['about']}")
def test_the_reader_takes_what_may_be_written_and_refuses_what_may_not(case):
    needs_label = case["format"] == "kto"
    if "refused" in case:
        with pytest.raises(RowProblem):
            read_row(1, case["row"], needs_label=needs_label)
    else:
        read_row(1, case["row"], needs_label=needs_label)
