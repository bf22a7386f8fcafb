"""Logits at chosen places: exactly the model's own, whether its head can be called apart or not."""

import mlx.core as mx
import mlx.nn as nn
import pytest

from tuner_trainers.mlx.head import Logits


@pytest.fixture
def loaded(model):
    from mlx_lm.utils import load_model

    return load_model(model)[0]


class Capped(nn.Module):
    """A model that changes its logits behind its head, as some do."""

    def __init__(self, inner):
        super().__init__()
        self.inner, self.model = inner, inner.model

    def __call__(self, inputs):
        return mx.tanh(self.inner(inputs))


@pytest.mark.parametrize("capped", [False, True], ids=["plain", "capped"])
def test_they_are_the_model_s_own(loaded, capped):
    whole = Capped(loaded) if capped else loaded
    inputs = mx.array([[5, 9, 33, 70, 71], [80, 81, 5, 9, 2]])
    places = mx.array([0, 3, 4, 8])
    expected = whole(inputs).reshape(10, -1)[places]
    assert mx.allclose(Logits(whole).at(inputs, places), expected, atol=1e-6)
    assert (Logits(whole)._head is None) == capped
