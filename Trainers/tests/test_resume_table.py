"""Eight steps at once, and four and four in a new process: the same weights by SHA-256, on the engine that is here."""

import importlib
import importlib.util

import pytest

from tests.resume_table import ROWS, digest, run_halves

ENGINE = "trl" if importlib.util.find_spec("trl") else "mlx"
TABLE = importlib.import_module(f"tests.{ENGINE}.resume_cases").TABLE


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("table")
    run_halves(ENGINE, path)
    return path


@pytest.mark.parametrize("when", ROWS)
@pytest.mark.parametrize("case", [f"{ENGINE} {case}" for case in TABLE.cases])
def test_stopped_and_resumed_in_a_new_process_equals_never_stopping(folder, case, when):
    place = folder / case.removeprefix(f"{ENGINE} ") / when
    assert digest(place / "parts/model") == digest(place / "whole/model")
