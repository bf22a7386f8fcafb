"""Shared by the tests with MLX: the CPU as device, no compiler, a model of a few thousand numbers."""

import os

import pytest

os.environ["MLX_DISABLE_COMPILE"] = "1"


@pytest.fixture(scope="session")
def model(tmp_path_factory):
    """The folder of a model that is smaller than the tiny one."""
    import mlx.core as mx

    from tuner_trainers.tiny_model.build import Shape, build

    mx.set_default_device(mx.cpu)
    folder = tmp_path_factory.mktemp("model")
    build(folder, 0, Shape(layers=2, hidden=32, heads=2))
    return folder
