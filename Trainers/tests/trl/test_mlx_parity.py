"""MLX against TRL on the same weights and rows: the same losses, gradients and rewards, step after step.

Every weight is trained, so that both begin alike, and a step sees all rows, so that their order does not matter. Only
equal gradients, clipping, schedule, moments and decay give an equal loss at the steps that follow.
"""

import json

import pytest

from tests.documents import document, kto_rows, launch, sft_rows
from tests.engines import mlx, needs_mlx
from tests.recorder import Recorder
from tuner_trainers.requests import Requests
from tuner_trainers.tiny_model.build import Shape, build
from tuner_trainers.trl.train import train

pytestmark = needs_mlx
STEPS = 6
SHARED = {"max_steps": STEPS, "learning_rate": 3e-3, "lr_scheduler_type": "cosine", "warmup_steps": 2,
          "weight_decay": 0.1, "max_grad_norm": 0.5, "fine_tune_type": "full", "logging_steps": 1}  # fmt: skip
_TRAIN = """
import json, sys
from pathlib import Path
from tests.documents import kto_rows, sft_rows
from tests.mlx.documents import document, launch
from tests.recorder import Recorder
from tuner_trainers.mlx.device import adapt
from tuner_trainers.mlx.train import train
from tuner_trainers.requests import Requests
model, folder, objective, shared = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], json.loads(sys.argv[4])
loss = sys.argv[5]
changes = {f"training__{key}": value for key, value in shared.items()}
config = document(model, **changes, training__objective=objective, kto__beta=0.3, kto__lambda_d=1.2,
                  kto__loss_type=loss)
job = launch(folder, adapt(config).config, (kto_rows if objective == "kto" else sft_rows)(8))
recorder = Recorder()
train(job, recorder, Requests(job.requests))
(folder / "values.json").write_text(json.dumps([event["values"] for event in recorder.of("metrics")]))
"""


def both(method, tmp_path, cache, batch, loss="kto"):
    """What each engine measured at each step: TRL's values and MLX's."""
    model = tmp_path / "start"
    build(model, 0, Shape(layers=2, hidden=32, heads=2))
    training = {f"training__{key}": value for key, value in (SHARED | batch["trl"]).items()}
    kto = {"training__desirable_weight": 1.2, "training__loss_type": loss} if method == "kto" else {}
    config = document(method, **training, **kto, model__model_name=str(model))
    rows = (kto_rows if method == "kto" else sft_rows)(8)
    job = launch(tmp_path / "trl", cache, config, rows)
    recorder = Recorder()
    train(job, recorder, Requests(job.requests))
    mlx(_TRAIN, model, tmp_path / "mlx", method, json.dumps(SHARED | batch["mlx"]), loss)
    ours = json.loads((tmp_path / "mlx/values.json").read_text())
    theirs = [event["values"] for event in recorder.of("metrics")][:STEPS]
    assert len(ours) == len(theirs) == STEPS
    return list(zip(theirs, ours, strict=True))


WHOLE = {"trl": {"per_device_train_batch_size": 8}, "mlx": {"per_device_batch_size": 8}}
IN_PARTS = {
    "trl": {"per_device_train_batch_size": 4, "gradient_accumulation_steps": 2},
    "mlx": {"per_device_batch_size": 4, "gradient_accumulation_steps": 2},
}


@pytest.mark.parametrize("batch", [WHOLE, IN_PARTS], ids=["one batch", "accumulated"])
def test_sft(tmp_path, cache, batch):
    for theirs, ours in both("sft", tmp_path, cache, batch):
        assert ours["loss"] == pytest.approx(theirs["loss"], abs=1e-4)
        assert ours["learning_rate"] == pytest.approx(theirs["learning_rate"], rel=1e-6)
        assert ours["grad_norm"] == pytest.approx(theirs["grad_norm"], rel=1e-3)


@pytest.mark.parametrize(
    ("batch", "loss"), [(WHOLE, "kto"), (IN_PARTS, "kto"), (IN_PARTS, "apo_zero_unpaired")],
    ids=["one batch", "accumulated", "apo"],
)  # fmt: skip
def test_kto(tmp_path, cache, batch, loss):
    for theirs, ours in both("kto", tmp_path, cache, batch, loss):
        assert ours["loss"] == pytest.approx(theirs["loss"], abs=1e-4)
        assert ours["grad_norm"] == pytest.approx(theirs["grad_norm"], rel=1e-3)
        for name in ("logps/chosen", "logps/rejected", "logits/chosen", "logits/rejected", "entropy"):
            assert ours[name] == pytest.approx(theirs[name], rel=1e-3, abs=1e-4), name
        for name in ("rewards/chosen", "rewards/rejected", "rewards/margins", "kl"):
            assert ours[name] == pytest.approx(theirs[name], rel=5e-3, abs=5e-4), name
