"""SFT and KTO with MLX, for real: what is learned, what is told, what lies there afterwards."""

import json

import mlx.core as mx
import pytest
from mlx.utils import tree_flatten

from tests.documents import kto_rows, sft_rows
from tests.mlx.documents import document, launch
from tests.recorder import Recorder
from tuner_trainers.errors import TrainerError
from tuner_trainers.mlx.train import train
from tuner_trainers.requests import Requests

FULL = {"training__fine_tune_type": "full", "training__learning_rate": 3e-3}
DORA = {"lora__use_dora": True}


def go(job, react=lambda event: None):
    recorder = Recorder(react)
    return train(job, recorder, Requests(job.requests)), recorder


def measured(recorder, name):
    return [event["values"][name] for event in recorder.of("metrics") if name in event["values"]]


@pytest.mark.parametrize("how", [{}, DORA, FULL, {"lora__use_rslora": True}], ids=["lora", "dora", "full", "rslora"])
def test_sft_learns_and_plain_mlx_lm_loads_what_it_wrote(tmp_path, model, how):
    from mlx_lm import load

    config = document(model, **how, training__num_epochs=4, data__train_split=0.75, training__eval_on_start=True)
    job = launch(tmp_path, config, sft_rows())
    outcome, recorder = go(job)
    assert (outcome.kind, outcome.step) == ("finished", 12)
    losses = [event["values"]["eval_loss"] for event in recorder.of("evaluation")]
    assert len(losses) == 2 and losses[-1] < losses[0] * 0.9
    assert measured(recorder, "loss")[-1] < measured(recorder, "loss")[0] * 0.9
    is_full = how is FULL
    found, tokenizer = load(str(job.model)) if is_full else load(str(model), adapter_path=str(job.model))
    untouched, _ = load(str(model))
    ids = mx.array([tokenizer.encode("Count 3")])
    assert not mx.allclose(found(ids), untouched(ids), atol=1e-3)


def test_the_metrics_are_those_of_trl(tmp_path, model):
    _, recorder = go(launch(tmp_path / "sft", document(model, training__max_steps=2), sft_rows()))
    first = recorder.of("metrics")[0]
    names = {"loss", "grad_norm", "learning_rate", "mean_token_accuracy", "entropy", "num_tokens"}
    assert set(first["values"]) == names and first["values"]["learning_rate"] == 1e-2
    _, recorder = go(launch(tmp_path / "kto", document(model, training__max_steps=2), kto_rows()))
    pairs = {f"{name}/{kind}" for name in ("rewards", "logps", "logits") for kind in ("chosen", "rejected")}
    expected = {"loss", "kl", "entropy", "grad_norm", "learning_rate", "num_tokens", "rewards/margins"} | pairs
    assert set(recorder.of("metrics")[0]["values"]) == expected


@pytest.mark.parametrize("how", [{}, DORA, FULL], ids=["lora", "dora", "full"])
def test_kto_raises_the_margin_from_zero(tmp_path, model, how):
    config = document(model, **how, training__num_epochs=4, kto__beta=0.3)
    _, recorder = go(launch(tmp_path, config, kto_rows()))
    margins = measured(recorder, "rewards/margins")
    assert abs(margins[0]) < 1e-4 and margins[-1] > 0.05
    assert measured(recorder, "loss")[0] == pytest.approx(0.5, abs=1e-3)
    assert [event["name"] for event in recorder.of("phase")].count("reference") == 1


def test_kto_from_an_sft_adapter_starts_at_that_adapter(tmp_path, model):
    first = launch(tmp_path / "sft", document(model), sft_rows())
    go(first)
    config = document(model, lora__rank=2, training__num_epochs=3)
    job = launch(tmp_path / "kto", config, kto_rows(), start_from=first.model)
    _, recorder = go(job)
    margins = measured(recorder, "rewards/margins")
    assert abs(margins[0]) < 1e-4 and margins[-1] > margins[0]
    config = json.loads((job.model / "adapter_config.json").read_text())
    # An adapter that exists keeps its own rank.
    assert config["lora_parameters"]["rank"] == 8


def test_auto_is_kto_only_with_both_labels(tmp_path, model):
    config = document(model, training__max_steps=1)
    _, recorder = go(launch(tmp_path / "both", config, kto_rows()))
    assert measured(recorder, "kl") == [pytest.approx(0, abs=1e-5)]
    good = [row for row in kto_rows() if row["label"]]
    _, recorder = go(launch(tmp_path / "one", config, good))
    assert measured(recorder, "kl") == []
    assert "one_label_only" in [event["code"] for event in recorder.of("warning")]


def test_every_gradient_counts_in_an_accumulated_step(tmp_path, model):
    """Four micro-batches of one row each move the weights as one batch of four does."""
    common = {"training__max_steps": 3, "training__group_by_length": False, "training__fine_tune_type": "full"}
    one = launch(tmp_path / "one", document(model, **common), sft_rows())
    four = {"training__per_device_batch_size": 1, "training__gradient_accumulation_steps": 4}
    parts = launch(tmp_path / "parts", document(model, **common, **four), sft_rows())
    go(one), go(parts)
    first, second = (mx.load(str(job.model / "model.safetensors")) for job in (one, parts))
    assert all(mx.allclose(first[name], second[name], atol=2e-4) for name in first)


def test_only_the_named_layers_of_the_last_blocks_are_trained(tmp_path, model):
    config = document(model, lora__target_modules=["q_proj", "down_proj"], lora__num_layers=1, training__max_steps=2)
    job = launch(tmp_path, config, sft_rows())
    go(job)
    names = {name.rsplit(".", 1)[0] for name in mx.load(str(job.model / "adapters.safetensors"))}
    assert names == {"model.layers.1.self_attn.q_proj", "model.layers.1.mlp.down_proj"}


def test_a_layer_that_is_not_there_is_named_with_those_that_are(tmp_path, model):
    config = document(model, lora__target_modules=["q_proj", "qproj"])
    with pytest.raises(TrainerError, match="no layer qproj. There is: down_proj, gate_proj") as caught:
        go(launch(tmp_path, config, sft_rows()))
    assert caught.value.code == "CONFIG_INVALID"


def test_weight_decay_shrinks_and_clipping_bounds(tmp_path, model):
    rate = {"training__lr_scheduler_type": "constant", "training__max_steps": 3, "training__learning_rate": 1e-3}
    norms = {}
    for decay in (0.0, 50.0):
        config = document(model, **rate, training__weight_decay=decay, training__fine_tune_type="full")
        job = launch(tmp_path / str(decay), config, sft_rows())
        go(job)
        weights = mx.load(str(job.model / "model.safetensors"))
        norms[decay] = {name: mx.linalg.norm(value.flatten()).item() for name, value in weights.items()}
    for name, plain in norms[0.0].items():
        if "norm" in name:
            assert norms[50.0][name] == pytest.approx(plain, rel=0.01), name
        else:
            assert norms[50.0][name] < plain * 0.9, name


def test_a_gradient_that_is_too_long_is_cut_to_its_length():
    from tuner_trainers.mlx.optimizer import Optimizer

    gradients = {"a": [mx.array([3.0]), mx.array([[4.0]])]}
    cut, norm = Optimizer({"weight_decay": 0, "max_grad_norm": 1.0}, lambda step: 1.0).clip(gradients)
    values = [float(value.item()) for _, value in tree_flatten(cut)]
    assert norm.item() == pytest.approx(5) and values == pytest.approx([0.6, 0.8], rel=1e-4)
    untouched, _ = Optimizer({"weight_decay": 0, "max_grad_norm": 0}, lambda step: 1.0).clip(gradients)
    assert [float(value.item()) for _, value in tree_flatten(untouched)] == [3.0, 4.0]


def test_numbers_that_are_none_end_the_run_before_they_reach_the_weights(tmp_path, model):
    config = document(model, training__learning_rate=1e12, training__max_grad_norm=0, training__save_strategy="steps",
                      training__save_steps=1)  # fmt: skip
    job = launch(tmp_path, config, sft_rows())
    with pytest.raises(TrainerError) as caught:
        go(job)
    assert caught.value.code == "NON_FINITE"
    for path in job.checkpoints.glob("checkpoint-*"):
        weights = mx.load(str(path / "adapters.safetensors"))
        assert all(mx.isfinite(value).all().item() for value in weights.values())


def test_samples_before_and_after(tmp_path, model):
    short = {"training__max_steps": 1, "evaluation__sample_prompts": ["Count 3"] * 2, "evaluation__max_new_tokens": 8}
    config = document(model, **short)
    _, recorder = go(launch(tmp_path / "greedy", config, sft_rows()))
    assert [event["step"] for event in recorder.of("sample")] == [0, 0, 1, 1]
    hot = {"evaluation__do_sample": True, "evaluation__temperature": 2.0, "evaluation__top_p": 1.0}
    jobs = [launch(tmp_path / name, document(model, **short, **hot), sft_rows()) for name in "ab"]
    drawn = [[event["completion"] for event in go(job)[1].of("sample")] for job in jobs]
    assert drawn[0] == drawn[1] and drawn[0][0] != drawn[0][1]
