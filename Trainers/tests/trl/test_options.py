"""Options of the documents, for real, on the tiny model."""

import math
import os
import re

import pytest
import torch

from tests.documents import document, kto_rows, launch, sft_rows
from tests.recorder import Recorder, weights
from tuner_trainers.data.errors import DataError
from tuner_trainers.errors import TrainerError
from tuner_trainers.requests import Requests
from tuner_trainers.trl.train import train

LONG = {"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "red cars " * 200}]}


def go(job):
    recorder = Recorder()
    return train(job, recorder, Requests(job.requests)), recorder


def test_rows_too_long_are_dropped_or_refused_as_the_document_says(tmp_path, cache):
    rows = [*sft_rows(4), LONG]
    config = document("sft", training__max_steps=1, dataset__too_long="drop")
    _, recorder = go(launch(tmp_path / "drop", cache, config, rows))
    assert [event["code"] for event in recorder.of("warning")] == ["rows_too_long"]
    with pytest.raises(DataError, match="line 5") as caught:
        go(launch(tmp_path / "error", cache, document("sft", dataset__too_long="error"), rows))
    assert caught.value.code == "DATASET_INVALID"


def test_apo_has_no_kl_term_and_is_another_loss(tmp_path, cache):
    changes = {"training__num_train_epochs": 4, "training__learning_rate": 2e-3}
    found = {}
    for loss in ("kto", "apo_zero_unpaired"):
        job = launch(tmp_path / loss, cache, document("kto", **changes, training__loss_type=loss), kto_rows())
        _, recorder = go(job)
        values = [event["values"] for event in recorder.of("metrics")]
        found[loss] = weights(job.model), [entry["kl"] for entry in values if "kl" in entry]
        margins = [entry["rewards/margins"] for entry in values if "rewards/margins" in entry]
        assert margins[-1] > margins[0] + 0.05
    assert any(found["kto"][1]) and not any(found["apo_zero_unpaired"][1])
    one, other = found["kto"][0], found["apo_zero_unpaired"][0]
    assert not all(torch.equal(one[name], other[name]) for name in one)


def test_weights_that_do_not_fit_the_labels_are_told(tmp_path, cache):
    rows = [{**row, "label": n % 4 == 0} for n, row in enumerate(kto_rows())]
    _, recorder = go(launch(tmp_path, cache, document("kto", training__max_steps=1), rows))
    [warning] = recorder.of("warning")
    assert warning["code"] == "label_weights" and "training.desirable_weight to 3 to 4" in warning["message"]


FAST = {"training__num_train_epochs": 4, "training__learning_rate": 2e-3}


@pytest.mark.parametrize("kind", ["lora", "full"])
def test_kto_s_raises_the_margin_from_the_logarithm_of_two(tmp_path, cache, kind):
    rate = 3e-4 if kind == "full" else 2e-3
    changes = FAST | {"training__fine_tune_type": kind, "training__learning_rate": rate}
    config = document("kto", **changes, training__use_kto_s=True, training__desirable_weight=1.2)
    _, recorder = go(launch(tmp_path, cache, config, kto_rows()))
    values = [event["values"] for event in recorder.of("metrics")]
    # Policy and reference are still the same, and good and bad rows as many.
    assert values[0]["loss"] == pytest.approx(1.1 * math.log(2), rel=1e-3)
    margins = [entry["rewards/margins"] for entry in values if "rewards/margins" in entry]
    assert margins[-1] > margins[0] + 0.05
    assert max(entry.get("kl", 0) for entry in values) > 0


def test_kto_s_is_the_formula_of_the_original():
    from tuner_trainers.trl.trainers.kto_s import kto_s_loss

    ratios = torch.tensor([0.5, -0.25, 0.75, -1.0, 0.25], requires_grad=True)
    good = torch.tensor([True, True, True, False, False])
    loss, divergence = kto_s_loss(ratios, good, 2.0, 3.0, 0.5)
    z = (0.5 - 0.25 + 0.75) / 3
    cost = lambda margin: math.log(1 + math.exp(-2.0 * margin))  # noqa: E731
    # The mean of the bad ones is below 0, so their z is 0.
    expected = 3.0 * (cost(0.5 + z) + cost(-0.25 - z) + cost(0.75 + z)) + 0.5 * (cost(1.0) + cost(-0.25))
    assert loss.item() == pytest.approx(expected / 5, rel=1e-5)
    assert divergence.item() == pytest.approx(3 * z / 5, rel=1e-5)
    loss.backward()
    # No gradient flows through z: that of a row depends on its own margin only.
    slope = -3.0 * 2.0 / (1 + math.exp(2.0 * (0.5 + z))) / 5
    assert ratios.grad[0].item() == pytest.approx(slope, rel=1e-5)


def test_the_second_stage_holds_from_its_step_on(tmp_path, cache):
    rates = {}
    for staged in (False, True):
        stage = {"use_two_stage_lr": staged, "lr_reduction_step": 3, "lr_reduction_factor": 0.25}
        changes = {f"training__{key}": value for key, value in stage.items()}
        config = document("kto", **changes, training__max_steps=6, training__lr_scheduler_type="cosine")
        _, recorder = go(launch(tmp_path / str(staged), cache, config, kto_rows()))
        rates[staged] = [event["values"]["learning_rate"] for event in recorder.of("metrics")
                         if "learning_rate" in event["values"]]  # fmt: skip
    factors = [low / plain for low, plain in zip(rates[True], rates[False], strict=True) if plain]
    assert factors == pytest.approx([1, 1, 1, 0.25, 0.25, 0.25], rel=1e-9)


@pytest.mark.parametrize("method", ["sft", "kto"])
def test_samples_while_it_trains_leave_no_trace(tmp_path, cache, method):
    rows = sft_rows if method == "sft" else kto_rows
    common = {"training__max_steps": 5, "lora__lora_dropout": 0.2, "training__per_device_train_batch_size": 2,
              "training__gradient_accumulation_steps": 2}  # fmt: skip
    found = {}
    for every, steps in ((None, [0, 5]), (2, [0, 2, 4, 5]), (0.2, [0, 1, 2, 3, 4, 5])):
        prompts = {"evaluation__sample_prompts": ["Count 3"], "evaluation__sample_steps": every}
        job = launch(tmp_path / str(every), cache, document(method, **common, **prompts), rows())
        _, recorder = go(job)
        assert [event["step"] for event in recorder.of("sample")] == steps
        found[every] = weights(job.model)
    for every in (2, 0.2):
        assert all(torch.equal(value, found[None][name]) for name, value in found[every].items())


MODULES = ["embed_tokens", "lm_head"]


@pytest.mark.parametrize("method", ["sft", "kto"])
def test_whole_modules_are_trained_and_saved_beside_the_adapter(tmp_path, cache, method):
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    rows = sft_rows() if method == "sft" else kto_rows()
    job = launch(tmp_path, cache, document(method, **FAST, lora__modules_to_save=MODULES), rows)
    _, recorder = go(job)
    values = [event["values"] for event in recorder.of("metrics")]
    if method == "kto":
        margins = [entry["rewards/margins"] for entry in values if "rewards/margins" in entry]
        # The reference still has the modules as they were.
        assert abs(margins[0]) < 1e-4 and margins[-1] > 0.05
    base = next(cache.rglob("model.safetensors")).parent
    plain = AutoModelForCausalLM.from_pretrained(base)
    head = plain.get_output_embeddings().weight.detach().clone()
    table = plain.get_input_embeddings().weight.detach().clone()
    loaded = PeftModel.from_pretrained(plain, str(job.model))
    for name, before, found in (("lm_head", head, loaded.base_model.model.get_output_embeddings()),
                                ("embed_tokens", table, loaded.base_model.model.get_input_embeddings())):  # fmt: skip
        [saved] = [value for key, value in weights(job.model).items() if name in key]
        assert torch.equal(found.weight.float(), saved.float()) and not torch.allclose(saved.float(), before.float())


@pytest.mark.parametrize(("names", "code", "word"), [
    (["lm_haed"], "CONFIG_INVALID", "embed_tokens, .*lm_head"), (["q_proj"], "CONFIG_CONFLICT", "one of the two"),
])  # fmt: skip
def test_modules_that_cannot_be_are_named(tmp_path, cache, names, code, word):
    with pytest.raises(TrainerError, match=names[0]) as caught:
        go(launch(tmp_path, cache, document("sft", lora__modules_to_save=names), sft_rows()))
    assert caught.value.code == code and re.search(word, caught.value.hint)


@pytest.mark.parametrize(("changes", "key", "package"), [
    ({"training__report_to": ["trackio"]}, "training.report_to", "trackio"),
    ({"training__report_to": ["tensorboard", "wandb"]}, "training.report_to", "tensorboard"),
    ({"wandb__enabled": True}, "wandb.enabled", "wandb"),
])  # fmt: skip
def test_a_missing_reporter_ends_the_run_before_anything_else(tmp_path, cache, monkeypatch, changes, key, package):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    recorder = Recorder()
    job = launch(tmp_path, cache, document("sft", **changes), sft_rows())
    with pytest.raises(TrainerError, match=key) as caught:
        train(job, recorder, Requests(job.requests))
    assert caught.value.code == "PACKAGE_MISSING" and f"-m pip install {package}" in caught.value.hint
    assert recorder.events == []


def test_every_reporter_is_asked_for_once(tmp_path, cache, monkeypatch):
    from tuner_trainers.trl.reporters import reporters, reporting_arguments

    monkeypatch.delenv("TENSORBOARD_LOGGING_DIR", raising=False)
    both = {"wandb__enabled": True, "wandb__run_name": "r", "wandb__project": "p"}
    config = document("sft", **both, training__report_to=["tensorboard", "wandb"])
    assert reporters(config) == ["tensorboard", "wandb"] and reporters(document("sft")) == []
    found = reporting_arguments(launch(tmp_path, cache, config, sft_rows(1)))
    assert (found["report_to"], found["run_name"], found["project"]) == (["tensorboard", "wandb"], "r", "p")
    assert os.environ["TENSORBOARD_LOGGING_DIR"] == str(tmp_path / "tensorboard")


def test_tensorboard_is_given_the_metrics(tmp_path, cache, monkeypatch):
    pytest.importorskip("tensorboard")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    monkeypatch.delenv("TENSORBOARD_LOGGING_DIR", raising=False)
    config = document("sft", training__max_steps=3, training__report_to=["tensorboard"])
    _, recorder = go(launch(tmp_path, cache, config, sft_rows()))
    written = EventAccumulator(str(tmp_path / "tensorboard")).Reload().Scalars("train/loss")
    told = [(event["step"], event["values"]["loss"]) for event in recorder.of("metrics")][:3]
    assert [(one.step, pytest.approx(one.value)) for one in written] == told
