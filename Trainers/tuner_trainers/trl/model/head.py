"""The language model's head on a CPU: scores of learned tokens only.

TRL asks a model for log-probabilities instead of logits (`fused_lm_head=True`). Its own head computes, without Triton,
a row of the vocabulary for every token, also of prompts and padding, and all of it again in the backward pass.
"""

from __future__ import annotations

import functools
from types import MethodType
from typing import Any

import torch

from tuner_trainers.trl.model.padding_free import states_without_padding, takes_no_padding

# Tokens whose logits are held at once: 64 MB at a vocabulary of 32,000.
_CHUNK = 512
# Models with one of these change their logits after the head: TRL's head knows how.
_SCALED = (
    "final_logit_softcapping", "logit_scale", "output_multiplier", "lm_head_multiplier", "logits_scaling",
)  # fmt: skip
_FIELDS = ("log_probs", "entropy", "mean_logits", "is_top1")


def use_sparse_heads(trainer: Any) -> None:
    """Puts this head into a trainer's model, and into the model of its reference where there is one."""
    for model in (trainer.model, getattr(trainer, "ref_model", None)):
        if model is not None:
            use_sparse_head(model.get_base_model() if hasattr(model, "peft_config") else model)


def use_sparse_head(model: Any) -> bool:
    """Puts this head in the place of TRL's, where the two give the same numbers; says whether it did.

    `model` is a causal language model whose head has been fused by TRL, without its adapter.
    """
    try:
        from trl.trainer.utils import FusedCausalLMOutput
    except ImportError:
        # TRL up to 1.15 has other ways.
        return False
    if not _fits(model):
        return False
    fused, flattens = model.forward, takes_no_padding(model)

    @functools.wraps(type(model).forward)
    def forward(self: Any, *args: Any, fused_lm_head: bool = False, labels: Any = None, **kwargs: Any) -> Any:
        if not fused_lm_head or not _is_plain(kwargs):
            return fused(*args, fused_lm_head=fused_lm_head, labels=labels, **kwargs)
        targets = labels[:, 1:]
        learned = targets != -100
        states = _states_before(self, learned, args, kwargs, flattens)
        return FusedCausalLMOutput(**_score(states, self.get_output_embeddings(), targets, learned))

    model.forward = MethodType(forward, model)
    return True


def _states_before(model: Any, learned: Any, args: Any, kwargs: dict[str, Any], flattens: bool) -> Any:
    """The hidden states from which the tokens that are `learned` are predicted."""
    given = {name: value for name, value in kwargs.items() if value is not None and name != "use_cache"}
    mask = given.get("attention_mask")
    if _is_padded_right(mask):
        plain = not args and given.keys() == {"input_ids", "attention_mask"}
        recomputes = getattr(model.base_model, "gradient_checkpointing", False)
        if flattens and plain and not recomputes and not mask.all():
            states, places = states_without_padding(model, given["input_ids"], mask)
            return states[places[:, :-1][learned]]
        # Nothing that is learned looks at padding to its right, and without a mask attention is causal and fast.
        kwargs["attention_mask"] = None
    return model.base_model(*args, **kwargs | {"use_cache": False}).last_hidden_state[:, :-1][learned]


def _fits(model: Any) -> bool:
    config, head = model.config.get_text_config(), model.get_output_embeddings()
    scaled = any(getattr(config, name, None) not in (None, 1, 1.0) for name in _SCALED)
    routed = hasattr(config, "output_router_logits")
    plain = type(head) is torch.nn.Linear and head.bias is None and not head.weight.requires_grad
    return plain and not scaled and not routed and config is model.config


def _is_plain(kwargs: dict[str, Any]) -> bool:
    return kwargs.get("shift_labels") is None and kwargs.get("num_items_in_batch") is None


def _is_padded_right(mask: Any) -> bool:
    return mask is not None and mask.dim() == 2 and bool((mask[:, 1:] <= mask[:, :-1]).all())


def _score(states: Any, head: Any, targets: Any, learned: Any) -> dict[str, Any]:
    found = _LogProbabilities.apply(states, head.weight, targets[learned])
    fields = {
        name: values.new_zeros(learned.shape).masked_scatter(learned, values)
        for name, values in zip(_FIELDS, found, strict=True)
    }
    return fields | {"label_mask": learned, "loss": -fields["log_probs"].sum() / learned.sum().clamp(min=1)}


class _LogProbabilities(torch.autograd.Function):
    """Of each target: log-probability, entropy, mean logit, whether it is the likeliest.

    The gradient of a log-probability is linear in its own gradient, so what reaches the hidden states is computed at
    once, while the logits are there, and is only scaled in the backward pass.
    """

    @staticmethod
    def forward(ctx: Any, hidden: Any, weight: Any, targets: Any) -> tuple[Any, ...]:
        needs_gradient = ctx.needs_input_grad[0]
        parts = zip(hidden.split(_CHUNK), targets.split(_CHUNK), strict=True)
        found = [_of_chunk(part, weight, wanted, needs_gradient) for part, wanted in parts]
        *fields, gradient = (torch.cat(column) for column in zip(*found, strict=True)) if found else _nothing(hidden)
        ctx.save_for_backward(gradient)
        ctx.set_materialize_grads(False)
        ctx.mark_non_differentiable(*fields[1:])
        return tuple(fields)

    @staticmethod
    def backward(ctx: Any, scale: Any, *_: Any) -> tuple[Any, ...]:
        (gradient,) = ctx.saved_tensors
        return None if scale is None else gradient * scale[:, None], None, None


def _of_chunk(hidden: Any, weight: Any, targets: Any, needs_gradient: bool) -> tuple[Any, ...]:
    logits = hidden @ weight.T
    wanted = logits.gather(-1, targets[:, None])
    mean, likeliest = logits.mean(-1), logits.argmax(-1) == targets
    norm = logits.logsumexp(-1, keepdim=True)
    probabilities = (logits - norm).exp_()
    entropy = norm[:, 0] - (probabilities * logits).sum(-1)
    gradient = weight[targets] - probabilities @ weight if needs_gradient else hidden[:, :0]
    return (wanted - norm)[:, 0], entropy, mean, likeliest.to(hidden.dtype), gradient


def _nothing(hidden: Any) -> list[Any]:
    return [hidden.new_zeros(0) for _ in _FIELDS] + [hidden]
