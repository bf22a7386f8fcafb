"""The head for CPUs against TRL's: the same numbers and gradients, whatever is padding and whatever is learned."""

import copy

import pytest
import torch
from transformers import AutoModelForCausalLM
from trl.trainer import utils

from tuner_trainers.tiny_model.cache import ensure_tiny_model
from tuner_trainers.trl.model import head

if not hasattr(utils, "add_fused_lm_head"):
    pytest.skip("this version of TRL has no head of its own", allow_module_level=True)

FIELDS = ("log_probs", "entropy", "mean_logits", "is_top1")


@pytest.fixture(scope="module")
def models(cache):
    """TRL's head and ours on the same weights; the last layer is trained."""
    base = AutoModelForCausalLM.from_pretrained(ensure_tiny_model(cache)).requires_grad_(False)
    base.model.layers[-1].mlp.requires_grad_(True)
    ours = copy.deepcopy(base)
    for model in (base, ours):
        utils.add_fused_lm_head(model, outputs=FIELDS)
    assert head.use_sparse_head(ours)
    return base, ours


def batch(lengths, learned):
    source = torch.Generator().manual_seed(0)
    width = max(lengths)
    ids = torch.randint(3, 300, (len(lengths), width), generator=source)
    places = torch.arange(width)[None]
    ends = torch.tensor(lengths)[:, None]
    labels = torch.where((places < ends) & (places >= ends - torch.tensor(learned)[:, None]), ids, -100)
    return {"input_ids": ids, "attention_mask": (places < ends).long(), "labels": labels}


@pytest.mark.parametrize(("lengths", "learned"), [([12, 12], [4, 9]), ([20, 7, 3], [5, 2, 1]), ([9, 5], [0, 3])])
def test_same_numbers_and_gradients(models, lengths, learned, monkeypatch):
    monkeypatch.setattr(head, "_CHUNK", 3)
    found = []
    for model in models:
        out = model(**batch(lengths, learned), fused_lm_head=True)
        model.zero_grad()
        (out.log_probs * torch.arange(1, out.log_probs.numel() + 1).view_as(out.log_probs)).sum().backward()
        found.append((out, model.model.layers[-1].mlp.up_proj.weight.grad.clone()))
    (theirs, gradient), (ours, other) = found
    for name in (*FIELDS, "label_mask", "loss"):
        torch.testing.assert_close(getattr(ours, name).float(), getattr(theirs, name).float(), rtol=1e-5, atol=1e-5)
    torch.testing.assert_close(other, gradient, rtol=1e-4, atol=1e-5)


def test_activations_that_are_computed_again_give_the_same_gradients(models):
    found = []
    for model in (models[1], copy.deepcopy(models[1])):
        # As a trainer does it, which comes later than the head.
        found and model.gradient_checkpointing_enable({"use_reentrant": False})
        model.train().zero_grad()
        model(**batch([20, 7, 3], [5, 2, 1]), fused_lm_head=True).log_probs.sum().backward()
        found.append(model.model.layers[-1].mlp.up_proj.weight.grad.clone())
    torch.testing.assert_close(*found, rtol=1e-4, atol=1e-5)


def test_a_batch_without_a_learned_token_has_a_loss_of_zero_that_can_be_differentiated(models):
    out = models[1](**batch([4, 3], [0, 0]), fused_lm_head=True)
    out.log_probs.sum().backward()
    assert out.log_probs.abs().sum() == 0


def test_padding_on_the_left_keeps_its_mask(models):
    given = batch([8, 8], [3, 3])
    given["attention_mask"][0, :3] = 0
    theirs, ours = (model(**given, fused_lm_head=True).log_probs for model in models)
    torch.testing.assert_close(ours, theirs, rtol=1e-5, atol=1e-5)


def test_logits_are_given_as_before(models):
    ids = batch([6], [2])["input_ids"]
    assert torch.equal(*(model(input_ids=ids).logits for model in models))


def test_a_head_that_is_trained_or_scaled_is_left_to_trl(cache):
    base = AutoModelForCausalLM.from_pretrained(ensure_tiny_model(cache))
    assert not head.use_sparse_head(base)
    base.requires_grad_(False)
    base.config.final_logit_softcapping = 30.0
    assert not head.use_sparse_head(base)
