"""Adapters in mlx-lm's form and in PEFT's."""

import json
import subprocess
import sys
from pathlib import Path

import mlx.core as mx
import pytest

from tests.documents import sft_rows
from tests.mlx.documents import document, launch
from tests.recorder import Recorder
from tuner_trainers.errors import TrainerError
from tuner_trainers.mlx.convert import PEFT_WEIGHTS, to_mlx, to_peft
from tuner_trainers.mlx.train import train
from tuner_trainers.requests import Requests


def trained(folder, model, **changes):
    job = launch(folder, document(model, training__max_steps=2, **changes), sft_rows())
    train(job, Recorder(), Requests(job.requests))
    return job.model


def logits(model, adapter):
    from mlx_lm import load

    found, tokenizer = load(str(model), adapter_path=str(adapter))
    return found(mx.array([tokenizer.encode("Count 3")]))


@pytest.mark.parametrize("changes", [
    {}, {"lora__use_dora": True}, {"lora__use_rslora": True}, {"lora__num_layers": 1},
    {"lora__target_modules": ["q_proj", "v_proj"]},
], ids=["lora", "dora", "rslora", "last block", "two layers"])  # fmt: skip
def test_to_peft_and_back_gives_the_same_logits(tmp_path, model, changes):
    adapter = trained(tmp_path / "run", model, **changes)
    to_peft(adapter, tmp_path / "peft")
    to_mlx(tmp_path / "peft", tmp_path / "back")
    assert mx.array_equal(logits(model, adapter), logits(model, tmp_path / "back"))
    assert (tmp_path / "peft/tokenizer.json").is_file() and (tmp_path / "back/tokenizer.json").is_file()


def test_peft_s_form_has_its_names_shapes_and_scale(tmp_path, model):
    adapter = trained(tmp_path / "run", model, lora__rank=4, lora__alpha=12)
    to_peft(adapter, tmp_path / "peft")
    config = json.loads((tmp_path / "peft/adapter_config.json").read_text())
    assert (config["r"], config["lora_alpha"], config["peft_type"]) == (4, 12, "LORA")
    assert config["base_model_name_or_path"] == str(model)
    weights = mx.load(str(tmp_path / "peft" / PEFT_WEIGHTS))
    name = "base_model.model.model.layers.0.mlp.up_proj.lora_"
    assert (weights[f"{name}A.weight"].shape, weights[f"{name}B.weight"].shape) == ((4, 32), (128, 4))


@pytest.mark.parametrize(("change", "reason"), [
    ({"peft_type": "IA3"}, "no LoRA adapter"), ({"bias": "all"}, "biases"), ({"rank_pattern": {"q": 2}}, "rank_patte"),
])  # fmt: skip
def test_what_mlx_lm_cannot_hold_is_refused_with_the_reason(tmp_path, model, change, reason):
    to_peft(trained(tmp_path / "run", model), tmp_path / "peft")
    path = tmp_path / "peft/adapter_config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(TrainerError, match=reason):
        to_mlx(tmp_path / "peft", tmp_path / "back")
    assert not (tmp_path / "back").exists()


def test_an_adapter_of_peft_is_not_trained_further_but_named_with_the_command(tmp_path, model):
    to_peft(trained(tmp_path / "run", model), tmp_path / "peft")
    job = launch(tmp_path / "next", document(model), sft_rows(), start_from=tmp_path / "peft")
    with pytest.raises(TrainerError) as caught:
        train(job, Recorder(), Requests(job.requests))
    assert caught.value.code == "MODEL_UNSUITABLE" and "tuner_trainers.mlx.convert --to mlx" in caught.value.hint


def test_as_a_program_it_says_where_the_adapter_lies_and_writes_over_nothing(tmp_path, model):
    adapter = trained(tmp_path / "run", model)
    command = [sys.executable, "-m", "tuner_trainers.mlx.convert", "--to", "peft", str(adapter), str(tmp_path / "peft")]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(tmp_path / "peft")
    again = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert again.returncode == 2 and "exists already" in again.stderr
