"""Answers of a model of mlx-lm."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import mlx.core as mx
import mlx.nn as nn

from tuner_trainers.protocol.events import Events
from tuner_trainers.samples import emit_samples, end_ids, prompt_ids


def sampler(
    model: nn.Module, tokenizer: Any, section: Mapping[str, Any], seed: int, events: Events
) -> Callable[[int], None]:
    """A function that asks the prompts of the section `evaluation` after so many steps, and reports the answers.

    They are greedy, or with `do_sample` drawn at temperature and top_p, from the seed each time.
    """

    def answer(prompts: list[str]) -> list[str]:
        # No trace is left: each micro-batch seeds its own numbers, and sets its mode.
        mx.random.seed(seed)
        model.eval()
        return [_answer(model, tokenizer, prompt, section) for prompt in prompts]

    return lambda step: emit_samples(events, section["sample_prompts"], step, answer)


def _answer(model: nn.Module, tokenizer: Any, prompt: str, section: Mapping[str, Any]) -> str:
    from mlx_lm.generate import generate_step
    from mlx_lm.sample_utils import make_sampler

    temperature = section["temperature"] if section["do_sample"] else 0.0
    sampler = make_sampler(temp=temperature, top_p=section["top_p"])
    ends, found = set(end_ids(tokenizer)), []
    steps = generate_step(
        mx.array(prompt_ids(tokenizer, prompt)), model, max_tokens=section["max_new_tokens"], sampler=sampler
    )
    for token, _ in steps:
        token = int(token)
        if token in ends:
            break
        found.append(token)
    return tokenizer.decode(found, skip_special_tokens=True)
