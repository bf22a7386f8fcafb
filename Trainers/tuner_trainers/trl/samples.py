"""Greedy answers of a model of transformers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tuner_trainers.protocol.events import Events
from tuner_trainers.samples import emit_samples, end_ids, prompt_ids


def tell_samples(model: Any, tokenizer: Any, section: Mapping[str, Any], step: int, events: Events) -> None:
    """Asks the prompts of the section `evaluation`, and reports the answers."""
    answer = lambda prompts: generate(model, tokenizer, prompts, section["max_new_tokens"])  # noqa: E731
    emit_samples(events, section["sample_prompts"], step, answer)


def generate(model: Any, tokenizer: Any, prompts: list[str], max_new_tokens: int) -> list[str]:
    """Greedy answers to user turns, all in one batch; leaves the model in the mode it was in."""
    import torch

    rows = [prompt_ids(tokenizer, prompt) for prompt in prompts]
    # Padded on the left, so that every answer follows its prompt.
    batch = tokenizer.pad({"input_ids": rows}, padding_side="left", return_tensors="pt").to(model.device)
    training = model.training
    model.eval()
    with torch.no_grad():
        ids = model.generate(
            **batch, do_sample=False, max_new_tokens=max_new_tokens, use_cache=True,
            pad_token_id=tokenizer.pad_token_id, eos_token_id=end_ids(tokenizer),
        )  # fmt: skip
    model.train(training)
    return tokenizer.batch_decode(ids[:, batch["input_ids"].shape[1] :], skip_special_tokens=True)
