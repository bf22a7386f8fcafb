import pytest

from tests.data_tokenizers import learned, tokenizer
from tuner_trainers.data.errors import RowProblem
from tuner_trainers.data.rows import read_row
from tuner_trainers.data.template import ChatTemplate
from tuner_trainers.data.tokenize import RowTokenizer

SYSTEM = {"role": "system", "content": "be brief"}
TURNS = [
    {"role": "user", "content": "first question"}, {"role": "assistant", "content": "first answer"},
    {"role": "user", "content": "second question"}, {"role": "assistant", "content": "second answer"},
]  # fmt: skip
FUNCTION = {"name": "list_files", "arguments": '{"path": "a.md"}'}
CALLS = {"role": "assistant", "content": None, "tool_calls": [{"id": "call_1", "function": FUNCTION}]}
RESULT = {"role": "tool", "content": "3 files", "tool_call_id": "call_1"}


def sft(row, template="chatml", loss_on="assistant", max_length=2048):
    built = tokenizer(template)
    rows = RowTokenizer(built, ChatTemplate(built) if "text" not in row else None, max_length)
    tokens = rows.sft(read_row(1, row), loss_on)
    return {"input_ids": tokens.ids, "labels": tokens.labels, "cut": tokens.cut}


@pytest.mark.parametrize(
    ("template", "expected"),
    [("chatml", ["first answer<|im_end|>", "second answer<|im_end|>"]),
     ("llama3", ["first answer<|eot|>", "second answer<|eot|>"]),
     ("no_system", ["first answer<|eot|>", "second answer<|eot|>"]),
     ("mistral", [" first answer<|im_end|>", " second answer<|im_end|>"])],
)  # fmt: skip
@pytest.mark.parametrize("system", [[], [SYSTEM]])
def test_the_loss_is_on_every_answer_with_its_end_and_on_nothing_else(template, expected, system):
    row = sft({"messages": system + TURNS}, template)
    assert learned(tokenizer(template), row) == expected
    last = sft({"messages": system + TURNS}, template, "last_assistant")
    assert learned(tokenizer(template), last) == expected[-1:]


@pytest.mark.parametrize("template", ["chatml", "llama3", "mistral", "no_system"])
def test_the_ids_are_those_of_the_rendered_text_and_all_learns_each(template):
    row = sft({"messages": [SYSTEM, *TURNS]}, template, "all")
    built = ChatTemplate(tokenizer(template))
    text = built.render(built.adapter.adapt([SYSTEM, *TURNS])[0])
    assert row["input_ids"] == row["labels"] == built.ids(text)


@pytest.mark.parametrize("template", ["chatml", "llama3", "mistral", "no_system"])
def test_what_stands_before_the_answer_is_what_generation_is_given(template):
    row = sft({"messages": TURNS}, template, "last_assistant")
    start = next(place for place, label in enumerate(row["labels"]) if label != -100)
    assert row["input_ids"][:start] == ChatTemplate(tokenizer(template)).prompt_ids(TURNS[:-1])


def test_token_by_token_in_chatml():
    built = tokenizer()
    row = sft({"messages": TURNS[:2]})
    prompt = built("<|im_start|>user\nfirst question<|im_end|>\n<|im_start|>assistant\n")["input_ids"]
    answer = built("first answer<|im_end|>")["input_ids"]
    newline = built("\n")["input_ids"]
    assert row["input_ids"] == prompt + answer + newline
    assert row["labels"] == [-100] * len(prompt) + answer + [-100] * len(newline)


@pytest.mark.parametrize(
    ("template", "call"),
    [("chatml", '<tool_call>{"name": "list_files", "arguments": {"path": "a.md"}}</tool_call><|im_end|>'),
     ("llama3", 'tool_call: list_files\narguments: {"path": "a.md"}<|eot|>')],
)  # fmt: skip
def test_tool_calls_are_learned_and_results_are_not(template, call):
    row = sft({"messages": [TURNS[0], CALLS, RESULT, TURNS[1]]}, template)
    stretches = learned(tokenizer(template), row)
    assert stretches[0] == call and len(stretches) == 2


def test_tool_calls_of_an_earlier_turn_in_a_template_that_moves_the_system_text():
    row = sft({"messages": [SYSTEM, TURNS[0], CALLS, RESULT, TURNS[1], *TURNS[2:]]}, "mistral")
    stretches = learned(tokenizer("mistral"), row)
    assert stretches[0].startswith("[CALLS] [{") and stretches[0].endswith("]<|im_end|>")
    assert stretches[1:] == [" first answer<|im_end|>", " second answer<|im_end|>"]


def test_text_is_learned_whole_and_ends_with_the_end_token():
    row = sft({"text": "Once upon"})
    assert row["labels"] == row["input_ids"]
    assert tokenizer().decode(row["input_ids"]) == "Once upon<|im_end|>"


@pytest.mark.parametrize("loss_on", ["assistant", "last_assistant"])
def test_completion_is_learned_with_its_end_and_the_prompt_is_not(loss_on):
    row = sft({"prompt": "2 + 2 =", "completion": " 4"}, loss_on=loss_on)
    assert learned(tokenizer(), row) == [" 4<|im_end|>"]
    assert tokenizer().decode(row["input_ids"]) == "2 + 2 = 4<|im_end|>"


def test_prompt_and_completion_that_share_a_token_are_tokenized_apart():
    built = tokenizer()
    assert len(built("the")["input_ids"]) < len(built("t")["input_ids"]) + len(built("he")["input_ids"])
    row = sft({"prompt": "t", "completion": "he"})
    assert learned(built, row) == ["he<|im_end|>"] and built.decode(row["input_ids"]) == "the<|im_end|>"


def test_only_the_completion_s_answers_are_learned_of_a_prompt_of_messages():
    row = sft({"prompt": TURNS[:3], "completion": TURNS[3:]})
    assert learned(tokenizer(), row) == ["second answer<|im_end|>"]


def test_truncation_keeps_the_beginning_and_says_so():
    whole = sft({"messages": TURNS})
    row = sft({"messages": TURNS}, max_length=40)
    assert row["cut"] and not whole["cut"]
    assert (row["input_ids"], row["labels"]) == (whole["input_ids"][:40], whole["labels"][:40])


def test_no_target_left_is_a_problem_that_names_the_lengths():
    with pytest.raises(RowProblem, match="within 10 of its") as caught:
        sft({"messages": TURNS}, max_length=10)
    assert caught.value.code == "NO_TARGET_LEFT"


def test_kto_takes_the_last_answer_as_completion():
    built = tokenizer()
    tokens = RowTokenizer(built, ChatTemplate(built), 2048).kto(read_row(1, {"messages": TURNS, "label": False}))
    assert learned(built, {"input_ids": tokens.ids, "labels": tokens.labels}) == ["second answer<|im_end|>"]
    assert tokens.labels[-1] == built.eos_token_id


def test_a_template_whose_answers_cannot_be_found_for_certain_is_a_problem():
    from tuner_trainers.tiny_model.tokenizer import build_tokenizer

    built = build_tokenizer(400, 4096)
    built.chat_template = "{% for m in messages | reverse %}{{ m.content }};{% endfor %}"
    with pytest.raises(RowProblem) as caught:
        RowTokenizer(built, ChatTemplate(built), 2048).sft(read_row(1, {"messages": TURNS}), "assistant")
    assert caught.value.code == "TEMPLATE_UNCLEAR"
