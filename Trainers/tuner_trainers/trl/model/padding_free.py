"""Batches without padding: the rows of a batch end to end as one, and attention within each row.

On a CPU a padded place costs what a token costs. Nothing but attention looks from one place at another, so that alone
has to know where a row begins and ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import torch
from transformers import AttentionInterface, AttentionMaskInterface
from transformers.integrations.sdpa_attention import sdpa_attention_forward

_NAME = "tuner_padding_free"
_lengths: ContextVar[list[int]] = ContextVar("lengths of the rows of a batch")


def takes_no_padding(model: Any) -> bool:
    """Whether a causal language model gives for rows end to end what it gives for padded ones.

    Layers that look at a part of a row, or that carry something on from place to place, need the rows apart. What no
    configuration tells, a forward over two short rows does.
    """
    config = model.config.get_text_config()
    kinds = set(getattr(config, "layer_types", None) or ["full_attention"])
    looks_aside = getattr(config, "sliding_window", None) and getattr(config, "use_sliding_window", True)
    dropout = getattr(config, "attention_dropout", 0)
    if config._attn_implementation != "sdpa" or kinds != {"full_attention"} or looks_aside or dropout:
        return False
    return _agrees(model)


def states_without_padding(model: Any, ids: Any, mask: Any) -> tuple[Any, Any]:
    """The hidden states of all tokens of a batch that is padded on the right, and which of them is whose.

    Shapes (tokens, width) and (rows, length): of a place that is padding, the number means nothing. Activations must
    not be computed again later, when nobody knows any more where a row ends.
    """
    real = mask.bool()
    places = torch.arange(ids.shape[1], device=ids.device).expand_as(ids)
    with _attention_within(model.config, mask.sum(1).tolist()):
        found = model.base_model(input_ids=ids[real][None], position_ids=places[real][None], use_cache=False)
    return found.last_hidden_state[0], real.flatten().cumsum(0).view_as(ids) - 1


@contextmanager
def _attention_within(config: Any, lengths: list[int]) -> Iterator[None]:
    before, token = config._attn_implementation, _lengths.set(lengths)
    config._attn_implementation = _NAME
    try:
        yield
    finally:
        config._attn_implementation = before
        _lengths.reset(token)


def _attend(module: Any, query: Any, key: Any, value: Any, _mask: Any, **kwargs: Any) -> tuple[Any, None]:
    rows = zip(*(states.split(_lengths.get(), dim=2) for states in (query, key, value)), strict=True)
    return torch.cat([sdpa_attention_forward(module, *row, None, **kwargs)[0] for row in rows], dim=1), None


AttentionInterface.register(_NAME, _attend)
AttentionMaskInterface.register(_NAME, lambda **_: None)


@torch.no_grad()
def _agrees(model: Any) -> bool:
    ids = torch.tensor([[5, 6, 7, 8, 9], [9, 8, 7, 0, 0]], device=model.device) % model.config.vocab_size
    mask = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]], device=model.device)
    # Of a model with an adapter, some modules may be training and others not.
    modes = [(module, module.training) for module in model.modules()]
    try:
        padded = model.eval().base_model(input_ids=ids, attention_mask=mask, use_cache=False).last_hidden_state
        states, _ = states_without_padding(model, ids, mask)
        return torch.allclose(states, padded[mask.bool()], rtol=1e-3, atol=1e-4)
    except Exception:  # a model of others may raise anything; it has its own way then
        return False
    finally:
        for module, mode in modes:
            module.training = mode
