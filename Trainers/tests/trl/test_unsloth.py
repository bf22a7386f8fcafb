"""Whether Unsloth trains, and that it is said. Where it cannot run, a stand-in shows what it would be asked for."""

import importlib.util
import sys
import types

import pytest

from tests.documents import document, launch, sft_rows
from tests.recorder import Recorder
from tuner_trainers.model.source import Source
from tuner_trainers.requests import Requests
from tuner_trainers.trl import device
from tuner_trainers.trl.device import why_not_unsloth
from tuner_trainers.trl.model.load import load_model
from tuner_trainers.trl.model.trainable import make_trainable
from tuner_trainers.trl.train import train


@pytest.fixture
def installed(monkeypatch):
    """Pretends that Unsloth is installed; its calls are kept."""
    calls = {}
    models = types.SimpleNamespace(
        from_pretrained=lambda **values: (calls.setdefault("load", values), "tokenizer"),
        get_peft_model=lambda model, **values: calls.setdefault("adapter", {"model": model, **values}),
    )
    module = types.ModuleType("unsloth")
    module.FastLanguageModel = models
    find = importlib.util.find_spec
    monkeypatch.setitem(sys.modules, "unsloth", module)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name.startswith("unsloth") or find(name))
    return calls


def on_cuda(method="sft", **changes):
    return document(method, system__device="cuda", **changes)


def test_on_a_cpu_an_event_says_that_it_does_not_train_and_why(tmp_path, cache):
    recorder = Recorder()
    job = launch(tmp_path, cache, document("sft", training__max_steps=1), sft_rows(4))
    train(job, recorder, Requests(job.requests))
    (loaded,) = [event for event in recorder.of("phase") if event["name"] == "model_loaded"]
    assert loaded["details"]["unsloth"] == {"used": False, "reason": "it needs CUDA"}
    assert "Unsloth does not" in loaded["message"]


@pytest.mark.skipif(importlib.util.find_spec("unsloth") is not None, reason="Unsloth is installed here")
def test_with_cuda_but_not_installed():
    assert why_not_unsloth(on_cuda()) == "it is not installed"


@pytest.mark.parametrize("config", [
    on_cuda("kto"), on_cuda(training__fine_tune_type="full"), on_cuda(lora__use_dora=True),
    on_cuda(lora__modules_to_save=["lm_head"]),
])  # fmt: skip
def test_what_it_is_not_used_for(installed, config):
    assert why_not_unsloth(config) == "it is used for SFT with LoRA, without DoRA and modules_to_save"


def test_it_can_be_switched_off_and_an_adapter_is_gone_on_with_by_peft(installed, monkeypatch):
    assert why_not_unsloth(on_cuda()) is None
    assert why_not_unsloth(on_cuda(), from_adapter=True) == "the training goes on from an adapter"
    monkeypatch.setenv("TUNER_UNSLOTH", "0")
    assert why_not_unsloth(on_cuda()) == "TUNER_UNSLOTH is 0"


def test_an_import_that_fails_is_told_and_peft_trains(installed, monkeypatch):
    monkeypatch.setattr(device, "_unsloth_problem", "")
    monkeypatch.setattr("torch.cuda.is_available", lambda: True)
    monkeypatch.setattr("torch.cuda.is_bf16_supported", lambda **_: True)
    # None makes the import fail.
    monkeypatch.setitem(sys.modules, "unsloth", None)
    adapted, replaced = device.adapt_to_cuda(on_cuda(lora__use_gradient_checkpointing="unsloth"))
    assert [one.code for one in replaced] == ["unsloth_failed", "no_unsloth"]
    assert "cannot be imported" in replaced[0].message and why_not_unsloth(adapted) is not None


def test_it_is_asked_for_what_the_document_says(installed):
    config = on_cuda(model__load_in_4bit=True, lora__use_gradient_checkpointing="unsloth", lora__r=5)
    model = make_trainable(load_model(Source("some/model"), config), Source("some/model"), config)
    load, adapter = installed["load"], installed["adapter"]
    assert (load["model_name"], load["load_in_4bit"], load["max_seq_length"]) == ("some/model", True, 128)
    assert load["use_gradient_checkpointing"] == adapter["use_gradient_checkpointing"] == "unsloth"
    assert (adapter["r"], adapter["target_modules"], adapter["random_state"]) == (5, "all-linear", 1)
    assert model is adapter and adapter["model"] is load
