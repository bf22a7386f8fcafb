"""The mask under every chat template that the installed TRL ships: Llama 3, Gemma, Phi, Qwen, GPT-OSS, DeepSeek, …

Where TRL has a variant of a template that marks the assistant's tokens, its mask is the judge of ours.
"""

import copy
import re
from functools import cache
from pathlib import Path

import pytest
import trl

from tests.data_tokenizers import learned
from tuner_trainers.data.errors import RowProblem
from tuner_trainers.data.rows import read_row
from tuner_trainers.data.spans import learns_end
from tuner_trainers.data.template import ChatTemplate
from tuner_trainers.data.tokenize import RowTokenizer
from tuner_trainers.tiny_model.tokenizer import build_tokenizer

TEMPLATES = sorted((Path(trl.__file__).parent / "chat_templates").glob("*.jinja"))
MARK = re.compile(r"<\|?[a-zA-Z_/|▁｜:-]{2,30}\|?>|\[/?[A-Z_]{3,20}\]")
TURNS = [
    {"role": "user", "content": "first question"}, {"role": "assistant", "content": "first answer"},
    {"role": "user", "content": "second question"}, {"role": "assistant", "content": "second answer"},
]  # fmt: skip
SYSTEM = {"role": "system", "content": "be brief"}
TOOLS = [{"type": "function", "function": {
    "name": "count_cars", "description": "Counts.", "parameters": {"type": "object", "properties": {
        "colour": {"type": "string", "description": "Which."}}, "required": ["colour"]}}}]  # fmt: skip
CALL = {"id": "abcdefghi", "type": "function", "function": {"name": "count_cars", "arguments": {"colour": "red"}}}
WITH_CALL = [
    TURNS[0], {"role": "assistant", "content": "", "tool_calls": [CALL]},
    {"role": "tool", "name": "count_cars", "tool_call_id": "abcdefghi", "content": "seven"}, TURNS[1], *TURNS[2:],
]  # fmt: skip
# Where the two differ by intent. TRL marks a beginning that generation is given; ours learns what generation is not
# given: the stop token after calls, and the turn's beginning where the template opens none after a tool's result.
TRL_ONLY = re.compile(r"^(<\|start\|>assistant|<｜Assistant｜>|<｜tool▁outputs▁end｜>)")
OURS_ONLY = re.compile(r"<\|tool_response>$|^<\|turn>model")
# These end a turn with the next turn's beginning: there is no token of the answer's own to learn.
NO_END = {"glm4moe"}
# Older versions of transformers let its tool calls through, whose turn has no end of its own: such rows are refused.
UNCLEAR = "deepseek_r1_distill_training"


@cache
def plain_tokenizer():
    return build_tokenizer(400, 4096)


def tokenizer(path):
    text = path.read_text(encoding="utf-8")
    built = copy.deepcopy(plain_tokenizer())
    marks = [mark for mark in sorted(set(MARK.findall(text))) if mark not in built.all_special_tokens]
    built.add_special_tokens({"additional_special_tokens": marks, "bos_token": "<|bos|>"})
    built.chat_template = text
    return built


def stretches(path, messages, tools=None):
    built = tokenizer(path)
    template = ChatTemplate(built)
    row = {"messages": messages} | ({"tools": tools} if tools else {})
    tokens = RowTokenizer(built, template, 4096).sft(read_row(1, row), "assistant")
    return learned(built, {"input_ids": tokens.ids, "labels": tokens.labels}), tokens.ids, built, template


def bare(text):
    """Without white space and the thought's beginning, which generation may be given or not."""
    return re.sub(r"\s+|<think>|</think>", "", text)


def test_there_are_many_families():
    families = {re.match(r"[a-z]+", path.stem).group() for path in TEMPLATES}
    assert {"llama", "gemma", "phi", "qwen", "gptoss", "deepseek", "cohere", "glm"} <= families


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
@pytest.mark.parametrize("system", [[], [SYSTEM]], ids=["", "system"])
def test_each_answer_is_learned_to_its_end_and_nothing_else(path, system):
    found, _, built, template = stretches(path, [*system, *TURNS])
    assert learns_end(template) == (path.stem not in NO_END)
    assert len(found) == 2
    for stretch, answer in zip(found, ("first answer", "second answer"), strict=True):
        before, _, after = stretch.partition(answer)
        assert answer in stretch and "question" not in stretch and "brief" not in stretch
        # Before it at most what the model itself writes first: a channel, an empty thought.
        assert re.sub(r"<[^>]*>|final|to=user", "", before).strip() == ""
        end = after.strip()
        assert path.stem in NO_END or end.split(">")[0] + ">" in built.get_vocab(), f"no end of turn in {after!r}"


@pytest.mark.second
@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.stem.endswith("_training")], ids=lambda p: p.stem)
@pytest.mark.parametrize("messages", [TURNS, WITH_CALL], ids=["plain", "tools"])
def test_the_mask_is_the_one_that_trl_marks(path, messages):
    tools = TOOLS if messages is WITH_CALL else None
    try:
        found, ids, built, template = stretches(path, messages, tools)
    except RowProblem as problem:
        assert (problem.code, path.stem, tools) == ("TEMPLATE_UNCLEAR", UNCLEAR, TOOLS)
        return
    turns = template.adapter.adapt(messages)[0]
    marked = built.apply_chat_template(turns, tools=tools, return_assistant_tokens_mask=True, return_dict=True)
    assert marked["input_ids"] == ids
    labels = [token if mark else -100 for token, mark in zip(ids, marked["assistant_masks"], strict=True)]
    expected = [bare(stretch) for stretch in learned(built, {"input_ids": ids, "labels": labels})]
    assert [OURS_ONLY.sub("", bare(stretch)) for stretch in found] == [TRL_ONLY.sub("", text) for text in expected]
