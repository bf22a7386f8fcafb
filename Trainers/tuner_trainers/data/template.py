"""Renders conversations through a tokenizer's chat template, or through one of ours where it has none."""

from __future__ import annotations

from typing import Any

from tuner_trainers.data.abilities import find_abilities
from tuner_trainers.data.adapt import Adapter
from tuner_trainers.data.errors import DataError, RowProblem
from tuner_trainers.data.messages import Message
from tuner_trainers.data.named_templates import NAMED_TEMPLATES


class ChatTemplate:
    """The chat template of `tokenizer`, or the one of ours called `name` if the tokenizer has none.

    `named` says which of ours is in use, if one is. Raises DataError when there is no template at all.
    """

    def __init__(self, tokenizer: Any, name: str | None = None) -> None:
        self.tokenizer = tokenizer
        self.named = None if getattr(tokenizer, "chat_template", None) else _require_named(name)
        self.adapter = Adapter(find_abilities(self._render))

    def render(self, messages: list[Message], tools: Any = None, *, generate: bool = False) -> str:
        """The text of an adapted conversation; `generate` adds what the assistant's turn begins with.

        Raises RowProblem when the template refuses it.
        """
        try:
            return self._render(messages, tools, generate)
        except Exception as error:  # a template may raise anything
            message = f"the chat template refuses this conversation: {error or type(error).__name__}"
            raise RowProblem("TEMPLATE_REFUSED", "", message) from error

    def prompt_ids(self, messages: list[Message]) -> list[int]:
        """Token ids of a conversation up to where the assistant's answer begins."""
        return self.ids(self.render(self.adapter.adapt(messages)[0], generate=True))

    def ids(self, text: str) -> list[int]:
        """Token ids of rendered text: its special tokens are written out in it already."""
        return list(self.tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])

    @property
    def end_ids(self) -> set[int]:
        """Tokens that end an answer: the tokenizer's end token and the one that this template writes after a turn."""
        answer = [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]
        special = set(self.tokenizer.all_special_ids)
        last = next((token for token in reversed(self.ids(self.render(answer))) if token in special), None)
        return {token for token in (last, self.tokenizer.eos_token_id) if token is not None}

    def _render(self, messages: list[Message], tools: Any = None, generate: bool = False) -> str:
        return self.tokenizer.apply_chat_template(
            messages,
            tools=list(tools) if tools else None,
            chat_template=NAMED_TEMPLATES[self.named] if self.named else None,
            add_generation_prompt=generate,
            tokenize=False,
        )


def _require_named(name: str | None) -> str:
    known = ", ".join(NAMED_TEMPLATES)
    if name is None:
        hint = f"Set dataset.chat_template to one of: {known}."
        raise DataError("DATASET_INVALID", "The tokenizer has no chat template, and none is named.", hint)
    if name not in NAMED_TEMPLATES:
        raise DataError("DATASET_INVALID", f"There is no chat template {name!r}.", f"The names are: {known}.")
    return name
