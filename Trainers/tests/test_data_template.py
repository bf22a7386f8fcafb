import pytest

from tests.data_tokenizers import tokenizer
from tuner_trainers.data.errors import DataError, RowProblem
from tuner_trainers.data.template import ChatTemplate

ASK, ANSWER = {"role": "user", "content": "list it"}, {"role": "assistant", "content": "done"}
SYSTEM = {"role": "system", "content": "be brief"}
CALL = {"id": "call_123456", "type": "function", "function": {"name": "list_files", "arguments": {"path": "a.md"}}}
CALLS = {"role": "assistant", "content": "", "tool_calls": [CALL]}
RESULT = {"role": "tool", "content": "3 files", "tool_call_id": "call_123456"}


def render(template, messages):
    return template.render(template.adapter.adapt(messages)[0])


def test_tool_calls_go_through_a_template_that_knows_them():
    template = ChatTemplate(tokenizer())
    text = render(template, [ASK, CALLS, RESULT, ANSWER])
    assert '<tool_call>{"name": "list_files", "arguments": {"path": "a.md"}}</tool_call><|im_end|>' in text
    assert "<|im_start|>tool\n3 files<|im_end|>" in text
    assert not template.adapter.changes


def test_tool_calls_are_written_as_text_where_the_template_leaves_them_out():
    template = ChatTemplate(tokenizer("llama3"))
    text = render(template, [ASK, {**CALLS, "content": "Looking."}])
    assert text.endswith('Looking.\n\ntool_call: list_files\narguments: {"path": "a.md"}<|eot|>')
    assert template.adapter.changes == {"tool_calls_as_text": 1}


def test_mistral_like_ids_are_shortened_the_same_way_in_call_and_result():
    template = ChatTemplate(tokenizer("mistral"))
    turns, _ = template.adapter.adapt([ASK, CALLS, RESULT, ANSWER])
    short = turns[1]["tool_calls"][0]["id"]
    assert len(short) == 9 and short.isalnum() and turns[2]["tool_call_id"] == short
    assert "[RESULTS] 3 files" in template.render(turns)
    assert template.adapter.changes == {"tool_ids_shortened": 1}


def test_content_that_the_template_drops_beside_a_call_is_counted():
    template = ChatTemplate(tokenizer("mistral"))
    assert "Looking." not in render(template, [ASK, {**CALLS, "content": "Looking."}])
    assert template.adapter.changes["content_left_out"] == 1


def test_arguments_are_text_for_templates_that_join_strings():
    built = _with("{% for m in messages %}[{{ m.content or '' }}{% for c in m.tool_calls or [] %}"
                  "{{ c.function.name + c.function.arguments }}{% endfor %}]{% endfor %}")  # fmt: skip
    assert render(ChatTemplate(built), [ASK, CALLS]) == '[list it][list_files{"path": "a.md"}]'


def test_system_turn_folds_into_the_user_turn_where_it_is_refused():
    template = ChatTemplate(tokenizer("no_system"))
    assert render(template, [SYSTEM, ASK, ANSWER]).startswith("<|header|>user\nbe brief\n\nlist it<|eot|>")
    assert template.adapter.changes == {"system_folded": 1}


def test_system_turn_with_no_user_turn_after_it_is_a_problem():
    with pytest.raises(RowProblem, match="and no user turn follows"):
        ChatTemplate(tokenizer("no_system")).adapter.adapt([SYSTEM, ANSWER])


def test_tool_results_become_one_user_turn_where_there_is_no_tool_turn():
    template = ChatTemplate(tokenizer("no_system"))
    text = render(template, [ASK, CALLS, RESULT, {**RESULT, "content": "2 folders"}, ANSWER])
    assert "<|header|>user\n3 files\n\n2 folders<|eot|>" in text


def test_refused_conversation_is_a_problem_with_the_template_s_words():
    template = ChatTemplate(tokenizer("no_system"))
    with pytest.raises(RowProblem, match="turns must alternate") as caught:
        template.render([ASK, ASK, ANSWER])
    assert caught.value.code == "TEMPLATE_REFUSED"


@pytest.mark.parametrize(("name", "says"), [(None, "no chat template"), ("chatmi", "'chatmi'")])
def test_no_template_at_all_is_an_error(name, says):
    with pytest.raises(DataError, match=says) as caught:
        ChatTemplate(tokenizer("none"), name)
    assert caught.value.code == "DATASET_INVALID" and "chatml, llama3, mistral" in caught.value.hint


@pytest.mark.parametrize(
    ("name", "text"),
    [("chatml", "<|im_start|>user\nlist it<|im_end|>\n<|im_start|>assistant\ndone<|im_end|>\n"),
     ("mistral", "[INST] list it [/INST] done<|im_end|>"),
     ("llama3", "<|start_header_id|>user<|end_header_id|>\n\nlist it<|eot_id|>"
                "<|start_header_id|>assistant<|end_header_id|>\n\ndone<|eot_id|>")],
)  # fmt: skip
def test_named_templates(name, text):
    assert render(ChatTemplate(tokenizer("none"), name), [ASK, ANSWER]) == text


def test_the_tokenizer_s_own_template_wins_over_a_name():
    template = ChatTemplate(tokenizer(), "llama3")
    assert template.named is None and render(template, [ASK, ANSWER]).startswith("<|im_start|>")


def test_prompt_ids_end_where_the_answer_begins():
    template = ChatTemplate(tokenizer())
    text = tokenizer().decode(template.prompt_ids([ASK]))
    assert text == "<|im_start|>user\nlist it<|im_end|>\n<|im_start|>assistant\n"


def test_end_ids_hold_the_template_s_end_of_turn():
    built = tokenizer("llama3")
    expected = {built.convert_tokens_to_ids("<|eot|>"), built.eos_token_id}
    assert ChatTemplate(built).end_ids == expected


def _with(chat_template):
    from tuner_trainers.tiny_model.tokenizer import build_tokenizer

    built = build_tokenizer(400, 4096)
    built.chat_template = chat_template
    return built
