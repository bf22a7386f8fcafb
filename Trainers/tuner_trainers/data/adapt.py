"""Changes a conversation as little as a chat template needs to render all of it, and counts what was changed."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from tuner_trainers.data.abilities import Abilities, CallStyle, as_parts, short_id
from tuner_trainers.data.errors import RowProblem
from tuner_trainers.data.messages import Message


class Adapter:
    """Adapts conversations to a template of these abilities.

    `changes` counts turns: `system_folded` (into the user's turn), `tool_calls_as_text`, `tool_results_as_user`,
    `tool_ids_shortened`, `content_left_out` (of turns that have tool calls too).
    """

    def __init__(self, abilities: Abilities) -> None:
        self._abilities = abilities
        self.changes: Counter[str] = Counter()

    def adapt(self, messages: list[Message]) -> tuple[list[Message], list[int]]:
        """The conversation in the template's form, and at which index each of its turns now stands."""
        turns: list[Message] = []
        places = []
        folded = merged = False
        for message in messages:
            turn = self._adapt_one(message)
            folds, merges = self._folds(message), self._becomes_user(message)
            if (folded and turn["role"] in ("system", "user")) or (merged and merges):
                turns[-1] = {"role": turn["role"], "content": _join(turns[-1]["content"], turn["content"])}
            elif folded:
                message = "the chat template has no system turn, and no user turn follows"
                raise RowProblem("TEMPLATE_REFUSED", "", message)
            else:
                turns.append(turn)
            folded, merged = folds, merges
            places.append(len(turns) - 1)
        if self._abilities.parts:
            turns = [{**turn, "content": as_parts(turn["content"])} for turn in turns]
        return turns, places

    def _folds(self, message: Message) -> bool:
        return message["role"] == "system" and not self._abilities.system

    def _becomes_user(self, message: Message) -> bool:
        return message["role"] == "tool" and not self._abilities.results

    def _adapt_one(self, message: Message) -> Message:
        style = self._abilities.calls
        if self._folds(message):
            self.changes["system_folded"] += 1
        elif self._becomes_user(message):
            self.changes["tool_results_as_user"] += 1
            return {"role": "user", "content": message["content"]}
        elif message.get("tool_calls"):
            return self._adapt_calls(message, style)
        elif style and style.short_ids and "tool_call_id" in message:
            return {**message, "tool_call_id": short_id(message["tool_call_id"])}
        return message

    def _adapt_calls(self, message: Message, style: CallStyle | None) -> Message:
        calls = message["tool_calls"]
        if style is None:
            self.changes["tool_calls_as_text"] += 1
            return {"role": "assistant", "content": _join(message["content"], "\n".join(map(call_as_text, calls)))}
        if style.short_ids and any(short_id(call.get("id", "")) != call.get("id") for call in calls):
            self.changes["tool_ids_shortened"] += 1
        if message["content"] and not self._abilities.words_with_calls:
            self.changes["content_left_out"] += 1
        content = None if style.content_as_none and not message["content"] else message["content"]
        styled = [_in_style(call, style, index) for index, call in enumerate(calls)]
        return {**message, "content": content, "tool_calls": styled}


def call_as_text(call: dict[str, Any]) -> str:
    """A tool call as part of the content, for templates that know none."""
    function = call["function"]
    return f"tool_call: {function['name']}\narguments: {json.dumps(function['arguments'], ensure_ascii=False)}"


def _in_style(call: dict[str, Any], style: CallStyle, index: int) -> dict[str, Any]:
    function = call["function"]
    if style.arguments_as_text:
        function = {**function, "arguments": json.dumps(function["arguments"], ensure_ascii=False)}
    styled = {**call, "function": function}
    return {**styled, "id": short_id(call.get("id", f"call {index}"))} if style.short_ids else styled


def _join(first: str, second: str) -> str:
    return f"{first}\n\n{second}" if first and second else first or second
