"""The curves of the learning rate, against a corpus that is written from transformers' own."""

import json
from pathlib import Path

import pytest

from tuner_trainers.errors import TrainerError
from tuner_trainers.mlx.schedules import learning_rate

CORPUS = json.loads((Path(__file__).parents[3] / "protocol/corpus/schedules.json").read_text())


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case["name"])
def test_the_curve_is_that_of_transformers(case):
    rate = learning_rate(case["training"], case["steps"])
    assert [rate(step) for step in range(case["steps"])] == pytest.approx(case["rates"], rel=1e-9, abs=1e-15)


def test_what_a_schedule_does_not_know_is_named():
    training = CORPUS[0]["training"] | {"lr_scheduler_kwargs": {"min_lrr": 1}}
    with pytest.raises(TrainerError, match="min_lrr") as caught:
        learning_rate(training, 10)
    assert caught.value.code == "CONFIG_INVALID"
