"""Turns of a conversation as they stand in files, brought to the one form that chat templates take."""

from __future__ import annotations

import json
from typing import Any

from tuner_trainers.data.errors import RowProblem
from tuner_trainers.data.whole import require_whole

Message = dict[str, Any]

_ROLES = {
    "system": "system", "developer": "system",
    "user": "user", "human": "user",
    "assistant": "assistant", "gpt": "assistant", "model": "assistant", "bot": "assistant",
    "tool": "tool", "function": "tool", "observation": "tool", "function_response": "tool", "ipython": "tool",
}  # fmt: skip


def read_messages(value: Any, path: str) -> list[Message]:
    """Normalises a list of turns; raises RowProblem at the first turn that no template could render."""
    if not isinstance(value, list) or not value:
        raise RowProblem("BAD_MESSAGES", path, "expected a list of at least one message")
    return [_read_message(turn, f"{path}[{index}]") for index, turn in enumerate(value)]


def require_answer(messages: list[Message], path: str) -> None:
    """Raises RowProblem unless the conversation ends with a turn of the assistant."""
    if all(message["role"] != "assistant" for message in messages):
        raise RowProblem("NO_ASSISTANT_TURN", path, "there is no turn of the assistant to learn from")
    last = messages[-1]["role"]
    if last != "assistant":
        raise RowProblem("LAST_TURN_NOT_ASSISTANT", path, f"the last turn is by {last}; it must be the assistant's")


def _read_message(turn: Any, path: str) -> Message:
    if not isinstance(turn, dict):
        raise RowProblem("BAD_MESSAGE", path, f"expected an object with role and content, found {type(turn).__name__}")
    role = _read_role(turn, path)
    calls = _read_tool_calls(turn.get("tool_calls"), f"{path}.tool_calls") if role == "assistant" else []
    content = _read_content(turn.get("content", turn.get("value")), f"{path}.content")
    require_whole(content, f"{path}.content")
    if not content.strip() and not calls and role != "tool":
        raise RowProblem("EMPTY_CONTENT", f"{path}.content", f"the {role} turn has neither content nor tool calls")
    message: Message = {"role": role, "content": content}
    if calls:
        message["tool_calls"] = calls
    if role == "tool":
        message |= {key: turn[key] for key in ("name", "tool_call_id") if isinstance(turn.get(key), str)}
    return message


def _read_role(turn: dict[str, Any], path: str) -> str:
    role = turn.get("role", turn.get("from"))
    if isinstance(role, str) and role.lower() in _ROLES:
        return _ROLES[role.lower()]
    expected = "system, user, assistant or tool (or human, gpt)"
    raise RowProblem("UNKNOWN_ROLE", f"{path}.role", f"expected {expected}, found {json.dumps(role)}")


def _read_content(content: Any, path: str) -> str:
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if isinstance(content, list) and all(isinstance(part, dict) and _is_text(part) for part in content):
        return "".join(part["text"] for part in content)
    raise RowProblem("BAD_CONTENT", path, f"expected text, found {type(content).__name__}")


def _is_text(part: dict[str, Any]) -> bool:
    return part.get("type", "text") == "text" and isinstance(part.get("text"), str)


def _read_tool_calls(calls: Any, path: str) -> list[dict[str, Any]]:
    if calls is None:
        return []
    if not isinstance(calls, list):
        raise RowProblem("BAD_TOOL_CALL", path, f"expected a list of calls, found {type(calls).__name__}")
    return [_read_tool_call(call, f"{path}[{index}]") for index, call in enumerate(calls)]


def _read_tool_call(call: Any, path: str) -> dict[str, Any]:
    function = call.get("function", call) if isinstance(call, dict) else None
    if not isinstance(function, dict) or not isinstance(function.get("name"), str) or not function["name"]:
        raise RowProblem("BAD_TOOL_CALL", path, "expected a call with function.name and function.arguments")
    arguments = _read_arguments(function.get("arguments", {}), f"{path}.function.arguments")
    require_whole([function["name"], arguments], path)
    read = {"type": "function", "function": {"name": function["name"], "arguments": arguments}}
    return {"id": call["id"], **read} if isinstance(call.get("id"), str) else read


def _read_arguments(arguments: Any, path: str) -> dict[str, Any]:
    if isinstance(arguments, str):
        try:
            arguments = json.loads(arguments or "{}")
        except json.JSONDecodeError as error:
            message = f"the arguments are not JSON: {error.msg} at column {error.colno}"
            raise RowProblem("BAD_TOOL_CALL", path, message) from None
        except RecursionError:
            raise RowProblem("BAD_TOOL_CALL", path, "the arguments are nested too deeply") from None
    if not isinstance(arguments, dict):
        raise RowProblem("BAD_TOOL_CALL", path, f"expected an object of arguments, found {type(arguments).__name__}")
    return arguments
