"""Scores of tokens: exactly those of the model's own logits, however they are computed, and so their gradients."""

import mlx.core as mx
import mlx.nn as nn
import pytest
from mlx.utils import tree_flatten

from tuner_trainers.mlx import scores
from tuner_trainers.mlx.head import Logits

INPUTS, PLACES, TARGETS = [[5, 9, 33, 70, 71], [80, 81, 5, 9, 2]], [0, 3, 4, 8, 9], [9, 71, 2, 40, 7]
# How much each log-probability counts in the loss.
WEIGHTS = mx.array([0.5, -1.0, 2.0, 0.25, 1.0])


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


def plain(model):
    """Log-probabilities, hits, entropies and means of logits by the book, from logits everywhere."""
    logits = model(mx.array(INPUTS)).reshape(10, -1)[mx.array(PLACES)]
    logps = nn.log_softmax(logits)
    targets = mx.array(TARGETS)
    chosen = mx.take_along_axis(logps, targets[:, None], axis=-1).squeeze(-1)
    return chosen, logits.argmax(-1) == targets, -(mx.exp(logps) * logps).sum(-1), logits.mean(-1)


def ours(model, *, learns=True):
    logits = Logits(model)
    return scores.score(
        logits.head, logits.states(mx.array(INPUTS), mx.array(PLACES)), mx.array(TARGETS), learns=learns
    )


def gradient(model, compute):
    return dict(tree_flatten(nn.value_and_grad(model, lambda: (compute(model)[0] * WEIGHTS).sum())()[1]))


@pytest.mark.parametrize("capped", [False, True], ids=["plain", "capped"])
def test_a_head_is_called_apart_only_where_that_gives_the_same(loaded, capped):
    assert (Logits(Capped(loaded) if capped else loaded).head is None) == capped


@pytest.mark.parametrize("pieces", [1, 2, 5])
@pytest.mark.parametrize("how", ["frozen head", "trained head", "capped", "not learning"])
def test_scores_and_gradients_are_those_of_whole_logits(loaded, how, pieces, monkeypatch):
    whole = Capped(loaded) if how == "capped" else loaded
    if how != "trained head":
        loaded.model.embed_tokens.freeze()
    monkeypatch.setattr(scores, "_BYTES", 4 * 400 * (5 // pieces))
    learns = how != "not learning"
    for mine, theirs in zip(ours(whole, learns=learns), plain(whole), strict=True):
        assert mx.allclose(mine, theirs, atol=1e-5)
    if learns:
        mine, theirs = gradient(whole, ours), gradient(whole, plain)
        assert mine.keys() == theirs.keys()
        assert all(mx.allclose(mine[name], theirs[name], rtol=1e-3, atol=1e-4) for name in theirs)


def test_a_memory_of_pieces_not_of_all_logits():
    """Learned tokens whose logits take 64 MB altogether, in pieces of 1."""
    width, tokens = 8, 4000

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.model = nn.Sequential(nn.Embedding(50, width), nn.Linear(width, width))
            self.lm_head = nn.Linear(width, 4000)
            self.lm_head.freeze()

        def __call__(self, inputs):
            return self.lm_head(self.model(inputs))

    model, inputs, places = Model(), mx.zeros((1, tokens), mx.int32), mx.arange(tokens)
    logits = Logits(model)

    def peak():
        def loss():
            return scores.score(logits.head, logits.states(inputs, places), places, learns=True).logps.sum()

        mx.eval(model.parameters(), inputs, places)
        mx.reset_peak_memory()
        before = mx.get_active_memory()
        mx.eval(nn.value_and_grad(model, loss)())
        return mx.get_peak_memory() - before

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scores, "_BYTES", 2**20)
        assert peak() < 25e6
        patch.setattr(scores, "_BYTES", 2**30)
        assert peak() > 250e6
