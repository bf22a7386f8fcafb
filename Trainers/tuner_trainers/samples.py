"""What the model says: its answers to fixed prompts, as events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tuner_trainers.data.template import ChatTemplate
from tuner_trainers.protocol.events import Events


def emit_samples(events: Events, prompts: list[str], step: int, answer: Callable[[list[str]], list[str]]) -> None:
    """Asks `answer` for what the model says to each prompt, and reports it."""
    if not prompts:
        return
    for index, (prompt, words) in enumerate(zip(prompts, answer(prompts), strict=True)):
        events.emit("sample", step=step, index=index, prompt=prompt, completion=words)


def prompt_ids(tokenizer: Any, prompt: str) -> list[int]:
    """Token ids of a user's turn up to where the answer begins; of the plain text where there is no template."""
    if not tokenizer.chat_template:
        return list(tokenizer(prompt)["input_ids"])
    turns = [{"role": "user", "content": prompt}]
    text = tokenizer.apply_chat_template(turns, add_generation_prompt=True, tokenize=False)
    return list(tokenizer(text, add_special_tokens=False)["input_ids"])


def end_ids(tokenizer: Any) -> list[int]:
    """The tokens that end an answer."""
    return sorted(ChatTemplate(tokenizer).end_ids) if tokenizer.chat_template else [tokenizer.eos_token_id]
