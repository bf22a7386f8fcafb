"""The fused LoRA layer against PEFT's: the same numbers and gradients, and PEFT's own where it does not fit."""

import copy

import pytest
import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM

from tuner_trainers.tiny_model.cache import ensure_tiny_model
from tuner_trainers.trl.model.fused_lora import fuse_lora
from tuner_trainers.trl.trainers.light import lighten

IDS = torch.arange(3, 33).view(3, 10)


def adapted(cache, **options):
    base = AutoModelForCausalLM.from_pretrained(ensure_tiny_model(cache))
    model = get_peft_model(base, LoraConfig(task_type="CAUSAL_LM", r=4, target_modules="all-linear", **options))
    torch.manual_seed(0)
    for name, weight in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(weight, std=0.05)
    return model


def logits_and_gradients(model):
    model.zero_grad()
    logits = model(input_ids=IDS).logits
    logits.square().mean().backward()
    return logits, {name: weight.grad.clone() for name, weight in model.named_parameters() if weight.grad is not None}


@pytest.mark.parametrize("options", [{}, {"use_rslora": True, "lora_alpha": 32}], ids=["lora", "rslora"])
def test_same_numbers_and_gradients(cache, options):
    plain = adapted(cache, **options)
    fused = copy.deepcopy(plain)
    assert fuse_lora(fused) == 21
    lighten(fused)
    (expected, gradients), (found, others) = logits_and_gradients(plain), logits_and_gradients(fused)
    torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-5)
    assert gradients.keys() == others.keys() and len(others) == 42
    for name, gradient in gradients.items():
        torch.testing.assert_close(others[name], gradient, rtol=1e-3, atol=1e-6)


def test_an_adapter_that_is_off_or_merged_changes_nothing_more(cache):
    model = adapted(cache)
    with model.disable_adapter():
        base = model(input_ids=IDS).logits
    whole = model(input_ids=IDS).logits
    fuse_lora(model)
    with model.disable_adapter():
        assert torch.equal(model(input_ids=IDS).logits, base)
    model.merge_adapter()
    torch.testing.assert_close(model(input_ids=IDS).logits, whole, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("options", [{"lora_dropout": 0.1}, {"use_dora": True}, {"lora_bias": True}])
def test_other_layers_are_left_to_peft(cache, options):
    assert fuse_lora(adapted(cache, **options)) == 0


def test_a_light_model_still_changes_its_mode_and_drops_its_gradients(cache):
    model = adapted(cache, lora_dropout=0.1)
    # As PEFT may leave a model: the whole says that it trains, a part does not.
    model.base_model.eval()
    lighten(model)
    assert model.train().base_model.model.model.layers[0].self_attn.q_proj.lora_dropout["default"].training
    assert not model.eval().base_model.model.model.layers[0].self_attn.q_proj.lora_dropout["default"].training
    assert model.train().base_model.model.model.layers[0].self_attn.q_proj.lora_dropout["default"].training
    logits_and_gradients(model)
    model.zero_grad()
    assert all(weight.grad is None for weight in model.parameters())
