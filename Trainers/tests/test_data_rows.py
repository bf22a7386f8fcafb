import pytest

from tuner_trainers.data.errors import RowProblem
from tuner_trainers.data.rows import read_row

ASK, ANSWER = {"role": "user", "content": "hi"}, {"role": "assistant", "content": "hello"}


def call(arguments='{"path": "a.md"}', **more):
    function = {"name": "open_file", "arguments": arguments}
    return {"role": "assistant", "content": None, "tool_calls": [{"type": "function", "function": function, **more}]}


@pytest.mark.parametrize("key", ["messages", "conversations"])
def test_role_and_content(key):
    assert read_row(1, {key: [ASK, ANSWER]}).messages == (ASK, ANSWER)


@pytest.mark.parametrize("names", [("human", "gpt"), ("user", "assistant"), ("Human", "GPT"), ("user", "model")])
def test_from_and_value(names):
    turns = [{"from": names[0], "value": "hi"}, {"from": names[1], "value": "hello"}]
    assert read_row(1, {"conversations": turns}).messages == (ASK, ANSWER)


def test_system_many_turns_and_tool_results():
    result = {"role": "tool", "content": "3 files", "tool_call_id": "abc"}
    turns = [{"role": "system", "content": "be brief"}, ASK, call(), result, ANSWER]
    assert [turn["role"] for turn in read_row(1, {"messages": turns}).messages] == [turn["role"] for turn in turns]
    assert read_row(1, {"messages": turns}).messages[3] == result


def test_tool_call_arguments_become_a_dict_and_null_content_is_kept_as_empty():
    [_, answer] = read_row(1, {"messages": [ASK, call(id="x1")]}).messages
    assert answer["content"] == ""
    assert answer["tool_calls"] == [
        {"id": "x1", "type": "function", "function": {"name": "open_file", "arguments": {"path": "a.md"}}}
    ]


def test_content_in_parts_is_joined():
    parts = [{"type": "text", "text": "hel"}, {"type": "text", "text": "lo"}]
    assert read_row(1, {"messages": [ASK, {"role": "assistant", "content": parts}]}).messages[1] == ANSWER


def test_prompt_and_completion_as_text_stay_text():
    row = read_row(1, {"prompt": "2 + 2 =", "completion": " 4"})
    assert (row.prompt, row.completion, row.messages) == ("2 + 2 =", " 4", ())


@pytest.mark.parametrize(("prompt", "completion"), [([ASK], [ANSWER]), ("hi", [ANSWER]), ([ASK], "hello")])
def test_prompt_and_completion_as_messages(prompt, completion):
    row = read_row(1, {"prompt": prompt, "completion": completion})
    assert (row.messages, row.first_target) == ((ASK, ANSWER), 1)


def test_text_and_tools():
    assert read_row(1, {"text": "Once"}).text == "Once"
    tools = [{"type": "function", "function": {"name": "f"}}]
    assert read_row(1, {"messages": [ASK, ANSWER], "tools": tools}).tools == tuple(tools)
    assert read_row(1, {"messages": [ASK, ANSWER], "tools": '[{"name": "f"}]'}).tools == ({"name": "f"},)


@pytest.mark.parametrize("label", [True, False])
def test_label(label):
    assert read_row(1, {"messages": [ASK, ANSWER], "label": label}, needs_label=True).label is label


EMPTY = {"role": "assistant", "content": "  "}
PROBLEMS = [
    ({"messages": [ASK]}, "NO_ASSISTANT_TURN", "messages"),
    ({"messages": [ASK, ANSWER, ASK]}, "LAST_TURN_NOT_ASSISTANT", "messages"),
    ({"messages": [ASK, EMPTY]}, "EMPTY_CONTENT", "messages[1].content"),
    ({"messages": [ASK, {"role": "assistant", "content": None}]}, "EMPTY_CONTENT", "messages[1].content"),
    ({"messages": [ASK, {"role": "robot", "content": "x"}]}, "UNKNOWN_ROLE", "messages[1].role"),
    ({"messages": [ASK, {"role": ["x"], "content": "x"}]}, "UNKNOWN_ROLE", "messages[1].role"),
    ({"messages": [ASK, {"role": "assistant", "content": 3}]}, "BAD_CONTENT", "messages[1].content"),
    ({"messages": [ASK, "hello"]}, "BAD_MESSAGE", "messages[1]"),
    ({"messages": []}, "BAD_MESSAGES", "messages"),
    ({"conversations": "hi"}, "BAD_MESSAGES", "conversations"),
    ({"messages": [ASK, call("{oops")]}, "BAD_TOOL_CALL", "messages[1].tool_calls[0].function.arguments"),
    ({"messages": [ASK, call("[1]")]}, "BAD_TOOL_CALL", "messages[1].tool_calls[0].function.arguments"),
    ({"messages": [ASK, {"role": "assistant", "tool_calls": [{}]}]}, "BAD_TOOL_CALL", "messages[1].tool_calls[0]"),
    ({"messages": [ASK, {"role": "assistant", "tool_calls": "f"}]}, "BAD_TOOL_CALL", "messages[1].tool_calls"),
    ({"prompt": "x"}, "EMPTY_CONTENT", "completion"),
    ({"prompt": "x", "completion": ""}, "EMPTY_CONTENT", "completion"),
    ({"prompt": 3, "completion": "x"}, "BAD_CONTENT", "prompt"),
    ({"prompt": [ASK], "completion": [ASK]}, "NO_ASSISTANT_TURN", "completion"),
    ({"text": " "}, "EMPTY_CONTENT", "text"),
    ({"question": "x"}, "UNKNOWN_FORMAT", ""),
    ({"messages": [ASK, ANSWER], "label": "true"}, "LABEL_NOT_BOOLEAN", "label"),
    ({"messages": [ASK, ANSWER], "label": 1}, "LABEL_NOT_BOOLEAN", "label"),
    ({"messages": [ASK, ANSWER], "tools": "nope"}, "BAD_TOOLS", "tools"),
]


@pytest.mark.parametrize(("row", "code", "path"), PROBLEMS)
def test_problem(row, code, path):
    with pytest.raises(RowProblem) as caught:
        read_row(1, row)
    assert (caught.value.code, caught.value.path) == (code, path)


@pytest.mark.parametrize(
    ("row", "code"),
    [({"messages": [ASK, ANSWER]}, "LABEL_MISSING"), ({"messages": [ASK, ANSWER], "label": None}, "LABEL_MISSING"),
     ({"text": "x", "label": True}, "NO_PROMPT")],
)  # fmt: skip
def test_kto_problem(row, code):
    with pytest.raises(RowProblem) as caught:
        read_row(1, row, needs_label=True)
    assert caught.value.code == code
