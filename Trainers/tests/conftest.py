"""Shared by all tests: quiet libraries, one cache for the tiny model."""

import os

import pytest

from tuner_trainers.quiet import set_quiet_environment

os.environ.setdefault("OMP_NUM_THREADS", "2")
set_quiet_environment("builtin:tiny")


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    """A cache folder in which the tiny model is built once."""
    return tmp_path_factory.mktemp("cache")
