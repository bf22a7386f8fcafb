"""What a chat template can do, found out by rendering: what it cannot do it often leaves out."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace

from tuner_trainers.data.messages import Message

Render = Callable[[list[Message]], str]

_USER = {"role": "user", "content": "probe-question"}
_ANSWER = {"role": "assistant", "content": "probe-answer"}


@dataclass(frozen=True)
class CallStyle:
    """The form in which a template takes tool calls."""

    arguments_as_text: bool
    content_as_none: bool
    short_ids: bool


@dataclass(frozen=True)
class Abilities:
    """What a template renders. `calls` is None when it renders no tool calls.

    `words_with_calls`: the content of a turn that has tool calls too. `parts`: content is a list of parts of text.
    """

    system: bool
    calls: CallStyle | None
    results: bool
    words_with_calls: bool
    parts: bool = False


def find_abilities(render: Render) -> Abilities:
    """Renders small conversations and looks for their words in the outcome."""
    if not _shows(render, [_USER, _ANSWER], "probe-question", "probe-answer"):
        in_parts = [{**turn, "content": as_parts(turn["content"])} for turn in (_USER, _ANSWER)]
        if _shows(render, in_parts, "probe-question", "probe-answer"):
            # A template for images and text, which takes its text in parts only.
            inner = lambda turns: render([{**turn, "content": as_parts(turn["content"])} for turn in turns])  # noqa: E731
            return replace(find_abilities(inner), parts=True)
    system = _shows(render, [{"role": "system", "content": "probe-system"}, _USER, _ANSWER], "probe-system")
    calls = next((style for style in _styles() if _shows_calls(render, style)), None)
    if calls is None:
        return Abilities(system, None, results=False, words_with_calls=True)
    spoken = {**probe_call(calls), "content": "probe-words"}
    return Abilities(system, calls, _shows_results(render, calls), _shows(render, [_USER, spoken], "probe-words"))


def as_parts(content: str | None) -> list[dict[str, str]]:
    """Text as the list of parts that templates for several media take."""
    return [{"type": "text", "text": content}] if content else []


def short_id(call_id: str) -> str:
    """Nine letters and digits made from an id: what Mistral's templates insist on."""
    return call_id if len(call_id) == 9 and call_id.isalnum() else hashlib.sha256(call_id.encode()).hexdigest()[:9]


def _styles() -> list[CallStyle]:
    return [CallStyle(*flags) for flags in itertools.product((False, True), repeat=3)]


def probe_call(style: CallStyle) -> Message:
    """A turn of the assistant that calls `probe_tool` with `probe_argument`."""
    arguments = '{"probe_argument": 1}' if style.arguments_as_text else {"probe_argument": 1}
    call = {"id": "probe_call_1", "type": "function", "function": {"name": "probe_tool", "arguments": arguments}}
    if style.short_ids:
        call["id"] = short_id("probe_call_1")
    return {"role": "assistant", "content": None if style.content_as_none else "", "tool_calls": [call]}


def _shows_calls(render: Render, style: CallStyle) -> bool:
    return _shows(render, [_USER, probe_call(style)], "probe_tool", "probe_argument")


def _shows_results(render: Render, style: CallStyle) -> bool:
    call = probe_call(style)
    call_id = call["tool_calls"][0]["id"]
    result = {"role": "tool", "content": "probe-result", "tool_call_id": call_id, "name": "probe_tool"}
    return _shows(render, [_USER, call, result, _ANSWER], "probe-result", "probe-answer")


def _shows(render: Render, messages: list[Message], *words: str) -> bool:
    try:
        text = render(messages)
    except Exception:  # a template may raise anything; here that only means that it cannot
        return False
    return all(word in text for word in words)
