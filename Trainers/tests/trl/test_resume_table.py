"""Eight steps at once, and four and four in a new process: the same weights, by SHA-256."""

import pytest

from tests.resume_table import ROWS, digest, run_halves
from tests.trl.resume_cases import TABLE


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("table")
    run_halves("trl", path)
    return path


@pytest.mark.parametrize("when", ROWS)
@pytest.mark.parametrize("case", TABLE.cases)
def test_stopped_and_resumed_in_a_new_process_equals_never_stopping(folder, case, when):
    place = folder / case / when
    assert digest(place / "parts/model") == digest(place / "whole/model")
