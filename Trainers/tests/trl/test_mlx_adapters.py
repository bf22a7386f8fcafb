"""An adapter that MLX trained gives the same logits in PEFT, and one of PEFT's the same in MLX."""

import numpy
import pytest
import torch

from tests.documents import document, launch, sft_rows
from tests.engines import mlx, needs_mlx
from tests.recorder import Recorder
from tuner_trainers.requests import Requests
from tuner_trainers.tiny_model.build import Shape, build
from tuner_trainers.trl.train import train

pytestmark = needs_mlx

IDS = [[5, 60, 71, 80, 33, 90]]
_TRAIN = """
import sys
from pathlib import Path
from tests.documents import sft_rows
from tests.mlx.documents import document, launch
from tests.recorder import Recorder
from tuner_trainers.mlx.convert import to_peft
from tuner_trainers.mlx.device import adapt
from tuner_trainers.mlx.train import train
from tuner_trainers.requests import Requests
model, folder, dora = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "dora"
config = document(model, training__max_steps=3, lora__use_dora=dora, lora__rank=4, lora__alpha=12)
job = launch(folder, adapt(config).config, sft_rows())
train(job, Recorder(), Requests(job.requests))
to_peft(job.model, folder / "peft")
"""
_LOGITS = """
import sys, numpy, mlx.core as mx
from pathlib import Path
from mlx_lm import load
mx.set_default_device(mx.cpu)
model, _ = load(sys.argv[1], adapter_path=sys.argv[2])
numpy.save(sys.argv[3], numpy.array(model(mx.array(eval(sys.argv[4])))))
"""


def mlx_logits(model, adapter, folder):
    mlx(_LOGITS, model, adapter, folder / "logits.npy", IDS)
    return numpy.load(folder / "logits.npy")


def peft_logits(model, adapter):
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    found = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(model), adapter)
    with torch.no_grad():
        return found(torch.tensor(IDS)).logits.numpy()


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    build(folder, 0, Shape(layers=2, hidden=32, heads=2))
    return folder


@pytest.mark.parametrize("kind", ["lora", "dora"])
def test_what_mlx_trained_gives_the_same_logits_in_peft(tmp_path, model, kind):
    mlx(_TRAIN, model, tmp_path, kind)
    expected = mlx_logits(model, tmp_path / "model", tmp_path)
    assert numpy.allclose(peft_logits(model, tmp_path / "peft"), expected, atol=2e-5)
    from transformers import AutoModelForCausalLM

    with torch.no_grad():
        untouched = AutoModelForCausalLM.from_pretrained(model)(torch.tensor(IDS)).logits.numpy()
    assert not numpy.allclose(untouched, expected, atol=1e-2)


def test_what_trl_trained_gives_the_same_logits_in_mlx(tmp_path, cache, model):
    config = document("sft", model__model_name=str(model), training__max_steps=3, lora__use_rslora=True)
    job = launch(tmp_path, cache, config, sft_rows())
    train(job, Recorder(), Requests(job.requests))
    mlx("import sys; from tuner_trainers.mlx.convert import main; main(sys.argv[1:])", "--to", "mlx", job.model,
        tmp_path / "mlx")  # fmt: skip
    assert numpy.allclose(mlx_logits(model, tmp_path / "mlx", tmp_path), peft_logits(model, job.model), atol=2e-5)
