"""Shared by all tests: quiet libraries, one cache for the tiny model; an engine's tests where that engine is."""

import importlib.util
import os

import pytest

from tuner_trainers.quiet import set_quiet_environment

os.environ.setdefault("OMP_NUM_THREADS", "2")
set_quiet_environment("builtin:tiny")

# Each engine has an environment of its own.
_MISSING = [name for name in ("trl", "mlx") if not importlib.util.find_spec(name)]
collect_ignore = list(_MISSING)


def pytest_report_header() -> list[str]:
    """Says which tests are left out here, and why."""
    return [f"tests/{name} is left out: {name} is not installed here" for name in _MISSING]


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    """A cache folder in which the tiny model is built once."""
    return tmp_path_factory.mktemp("cache")
