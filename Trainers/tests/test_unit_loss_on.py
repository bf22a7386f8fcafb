import json
from pathlib import Path

import pytest

from tuner_trainers.config.resolve import with_loss_on

CORPUS = Path(__file__).parents[2] / "protocol" / "corpus" / "loss-on.json"


@pytest.mark.parametrize("case", json.loads(CORPUS.read_text("utf-8")), ids=lambda case: json.dumps(case["training"]))
def test_old_keys_mean_the_same_as_in_typescript(case):
    training = with_loss_on({"training": case["training"]})["training"]
    assert training.get("loss_on", "assistant") == case["loss_on"]
    assert not {"completion_only_loss", "assistant_only_loss"} & set(training)
