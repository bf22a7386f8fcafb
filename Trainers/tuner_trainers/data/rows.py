"""The row formats that are accepted, and the one form that they are brought to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tuner_trainers.data.errors import RowProblem
from tuner_trainers.data.messages import Message, read_messages, require_answer
from tuner_trainers.data.whole import require_whole


@dataclass(frozen=True)
class Row:
    """One usable row: a conversation, a prompt with its completion, or plain text.

    `first_target` is the index of the first message that may carry loss: what stands before belongs to a prompt.
    """

    line: int
    label: bool | None = None
    messages: tuple[Message, ...] = ()
    first_target: int = 0
    tools: tuple[dict[str, Any], ...] | None = None
    prompt: str | None = None
    completion: str | None = None
    text: str | None = None


def read_row(line: int, value: dict[str, Any], *, needs_label: bool = False) -> Row:
    """Reads one row in whichever format it is; raises RowProblem when it cannot be trained on."""
    label = _read_label(value, needs_label)
    tools = _read_tools(value.get("tools"))
    for key in ("messages", "conversations"):
        if value.get(key) is not None:
            messages = read_messages(value[key], key)
            require_answer(messages, key)
            return Row(line, label, tuple(messages), tools=tools)
    if value.get("prompt") is not None or value.get("completion") is not None:
        return _read_pair(line, label, tools, value.get("prompt"), value.get("completion"))
    return _read_text(line, label, value, needs_label)


def _read_text(line: int, label: bool | None, value: dict[str, Any], needs_label: bool) -> Row:
    text = value.get("text")
    if text is None:
        found = ", ".join(list(value)[:6]) or "nothing"
        message = f"expected messages, conversations, prompt and completion, or text; found {found}"
        raise RowProblem("UNKNOWN_FORMAT", "", message)
    if needs_label:
        raise RowProblem("NO_PROMPT", "text", "KTO needs a prompt and an answer; text has no such parts")
    if not isinstance(text, str) or not text.strip():
        raise RowProblem("EMPTY_CONTENT", "text", "expected text that is not empty")
    require_whole(text, "text")
    return Row(line, label, text=text)


def _read_pair(line: int, label: bool | None, tools: Any, prompt: Any, completion: Any) -> Row:
    for name, part in (("prompt", prompt), ("completion", completion)):
        if part is None or part == "" or part == []:
            raise RowProblem("EMPTY_CONTENT", name, f"the row has no {name}")
        if not isinstance(part, (str, list)):
            raise RowProblem("BAD_CONTENT", name, f"expected text or a list of messages, found {type(part).__name__}")
    if isinstance(prompt, str) and isinstance(completion, str):
        require_whole(prompt, "prompt")
        require_whole(completion, "completion")
        return Row(line, label, prompt=prompt, completion=completion)
    before = read_messages(_as_turns(prompt, "user"), "prompt")
    after = read_messages(_as_turns(completion, "assistant"), "completion")
    require_answer(after, "completion")
    return Row(line, label, tuple(before + after), len(before), tools)


def _as_turns(part: str | list[Any], role: str) -> list[Any]:
    return [{"role": role, "content": part}] if isinstance(part, str) else part


def _read_label(value: dict[str, Any], needed: bool) -> bool | None:
    label = value.get("label")
    if label is None and not needed:
        return None
    if label is None:
        raise RowProblem("LABEL_MISSING", "label", "KTO needs a label: true (good answer) or false (bad answer)")
    if not isinstance(label, bool):
        raise RowProblem("LABEL_NOT_BOOLEAN", "label", f"expected true or false, found {json.dumps(label)[:40]}")
    return label


def _read_tools(tools: Any) -> tuple[dict[str, Any], ...] | None:
    if isinstance(tools, str):
        try:
            tools = json.loads(tools)
        except (ValueError, RecursionError):
            raise RowProblem("BAD_TOOLS", "tools", "expected a list of tools; the text in it is not JSON") from None
    if tools is None or tools == []:
        return None
    if not isinstance(tools, list) or not all(isinstance(tool, dict) for tool in tools):
        raise RowProblem("BAD_TOOLS", "tools", "expected a list of objects, one for each tool")
    require_whole(tools, "tools")
    return tuple(tools)
