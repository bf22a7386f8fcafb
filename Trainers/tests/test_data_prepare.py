import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.data_tokenizers import learned, tokenizer
from tuner_trainers.data.errors import DataError
from tuner_trainers.data.options import DataOptions
from tuner_trainers.data.prepare import load_kto, load_sft
from tuner_trainers.data.weights import LabelWeights


def row(number, **more):
    answer = {"role": "assistant", "content": f"answer {number}"}
    return {"messages": [{"role": "user", "content": f"question {number}"}, answer], **more}


def write(path, rows):
    path.write_text("".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in rows), "utf-8")
    return path


def sft(tmp_path, rows, template="chatml", **options):
    return load_sft(write(tmp_path / "rows.jsonl", rows), tokenizer(template), DataOptions(**options))


def kto(tmp_path, rows, **options):
    return load_kto(write(tmp_path / "rows.jsonl", rows), tokenizer(), DataOptions(**options))


def codes(prepared):
    return [warning.code for warning in prepared.report.warnings()]


def test_sft_rows_keep_the_order_of_the_file_and_are_counted(tmp_path):
    prepared = sft(tmp_path, [row(1), row(2), {"text": "plain"}])
    assert [learned(tokenizer(), one)[0] for one in prepared.train] == [
        "answer 1<|im_end|>", "answer 2<|im_end|>", "plain<|im_end|>",
    ]  # fmt: skip
    details = prepared.report.details()
    assert (details["rows"], details["used"], details["train"], details["leftOut"]) == (3, 3, 3, {})
    assert details["targetTokens"] == sum(label != -100 for one in prepared.train for label in one["labels"])
    assert codes(prepared) == [] and prepared.evaluation == []


def test_rows_left_out_are_told_by_reason_and_line(tmp_path):
    bad = {"messages": [{"role": "user", "content": "x"}]}
    prepared = sft(tmp_path, [row(1), "{oops\n", "\n", bad, row(2), *[bad] * 6])
    left_out = prepared.report.details()["leftOut"]
    assert left_out["BAD_JSON"]["lines"] == [2]
    assert left_out["NO_ASSISTANT_TURN"]["count"] == 7
    assert left_out["NO_ASSISTANT_TURN"]["lines"] == [4, 6, 7, 8, 9]
    [warning] = prepared.report.warnings()
    assert warning.code == "rows_left_out" and "8 of 10 rows" in warning.message and "line 2" in warning.message
    json.dumps(prepared.report.details())


@pytest.mark.parametrize(
    ("rows", "says"),
    [([], "holds no rows"), (["nope\n"], "line 1"), ([row(1, label=False)], "label false")],
)
def test_no_usable_row_is_an_error_that_says_why(tmp_path, rows, says):
    with pytest.raises(DataError, match=says) as caught:
        sft(tmp_path, rows)
    assert caught.value.code == "DATASET_EMPTY"


def test_undesirable_rows_are_left_out_of_sft_and_counted(tmp_path):
    prepared = sft(tmp_path, [row(1, label=True), row(2, label=False), row(3)])
    assert len(prepared.train) == 2 and prepared.report.details()["undesirable"] == 1
    [warning] = prepared.report.warnings()
    assert warning.code == "rows_undesirable" and warning.details["lines"] == [2]


def test_undesirable_rows_are_trained_on_with_a_warning_when_asked_for(tmp_path):
    prepared = sft(tmp_path, [row(1, label=True), row(2, label=False)], filter_desirable=False)
    assert len(prepared.train) == 2 and codes(prepared) == ["undesirable_rows_trained"]


def test_rows_cut_and_rows_with_no_target_are_told(tmp_path):
    long = {"messages": [{"role": "user", "content": "word " * 90}, {"role": "assistant", "content": "x"}]}
    longer_answer = {"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "word " * 90}]}
    prepared = sft(tmp_path, [long, longer_answer, row(3)], max_length=60)
    assert len(prepared.train) == 2 and prepared.report.details()["cut"] == 1
    assert prepared.report.details()["leftOut"]["NO_TARGET_LEFT"]["lines"] == [1]
    assert max(len(one["input_ids"]) for one in prepared.train) == 60
    assert codes(prepared) == ["no_supervised_token", "rows_cut"]


LONG = {"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "word " * 90}], "label": True}


@pytest.mark.parametrize("prepare", [sft, kto])
def test_rows_too_long_are_dropped_and_told(tmp_path, prepare):
    rows = [row(1, label=True), LONG, row(2, label=True), LONG]
    prepared = prepare(tmp_path, rows, max_length=60, too_long="drop")
    assert len(prepared.train) == 2
    details = prepared.report.details()
    assert (details["used"], details["cut"], details["leftOut"]) == (2, 0, {})
    tokens = details["tooLong"]["lines"][0]["tokens"]
    lines = [{"line": 2, "tokens": tokens}, {"line": 4, "tokens": tokens}]
    assert tokens > 90 and details["tooLong"] == {"count": 2, "maxLength": 60, "lines": lines}
    warning = prepared.report.warnings()[0]
    assert warning.code == "rows_too_long" and "2 of 4 rows of rows.jsonl are longer than 60 tokens" in warning.message
    assert len(prepare(tmp_path, rows, max_length=tokens, too_long="drop").train) == 4


def test_rows_too_long_are_an_error_that_names_lines_and_lengths(tmp_path):
    with pytest.raises(DataError, match=r"6 of 7 rows .* line 2 \(\d+ tokens\), line 3 .*, \.\.\.") as caught:
        sft(tmp_path, [row(1), *[LONG] * 6], max_length=60, too_long="error")
    assert caught.value.code == "DATASET_INVALID" and "truncate or drop" in caught.value.hint
    assert caught.value.details["tooLong"]["count"] == 6 and len(caught.value.details["tooLong"]["lines"]) == 5
    assert len(sft(tmp_path, [row(1)], max_length=60, too_long="error").train) == 1


def test_held_out_rows_too_long_are_an_error_too(tmp_path):
    held_out = write(tmp_path / "held-out.jsonl", [LONG])
    with pytest.raises(DataError, match="1 of 1 rows of held-out.jsonl"):
        sft(tmp_path, [row(1)], max_length=60, too_long="error", evaluation_file=held_out)


def test_no_row_short_enough_says_so(tmp_path):
    with pytest.raises(DataError, match="2 of 2 rows of rows.jsonl are longer than 60 tokens") as caught:
        sft(tmp_path, [LONG, LONG], max_length=60, too_long="drop")
    assert caught.value.code == "DATASET_EMPTY"


def test_rows_of_which_nothing_would_be_learned_end_it_with_file_line_and_a_way_out(tmp_path):
    long = {"messages": [{"role": "user", "content": "word " * 90}, {"role": "assistant", "content": "x"}]}
    with pytest.raises(DataError, match="The first is line 2: no token of an answer is left") as caught:
        sft(tmp_path, ["\n", long, long], max_length=60)
    error = caught.value
    assert (error.code, error.details["line"]) == ("DATASET_EMPTY", 2) and error.details["path"].endswith("rows.jsonl")
    assert "longer than 60 tokens" in error.hint


def test_a_named_template_and_adapted_tool_calls_are_told(tmp_path):
    call = {"function": {"name": "f", "arguments": {}}}
    turns = [{"role": "user", "content": "x"}, {"role": "assistant", "content": None, "tool_calls": [call]}]
    prepared = sft(tmp_path, [{"messages": turns}], "none", chat_template="chatml")
    assert codes(prepared) == ["template_named", "tool_calls_as_text"]
    assert prepared.report.named_template == "chatml"


def test_a_template_whose_answers_have_no_end_is_told(tmp_path):
    prepared = sft(tmp_path, [row(1)], "no_end")
    assert learned(tokenizer("no_end"), prepared.train[0]) == ["answer 1"]
    assert codes(prepared) == ["end_of_turn_not_learned"]
    for template in ("chatml", "llama3", "mistral"):
        assert codes(sft(tmp_path, [row(1)], template)) == []


def test_plain_text_needs_no_template(tmp_path):
    prepared = sft(tmp_path, [{"text": "a b"}, {"prompt": "a", "completion": "b"}], "none")
    assert len(prepared.train) == 2 and codes(prepared) == []


def test_test_size_holds_rows_out_from_the_seed(tmp_path):
    rows = [row(number) for number in range(20)]
    prepared = sft(tmp_path, rows, test_size=0.2, seed=3)
    assert (len(prepared.train), len(prepared.evaluation)) == (16, 4)
    assert sft(tmp_path, rows, test_size=0.2, seed=3).evaluation == prepared.evaluation
    assert sft(tmp_path, rows, test_size=0.2, seed=4).evaluation != prepared.evaluation


def test_evaluation_file_wins_over_test_size(tmp_path):
    held_out = write(tmp_path / "held-out.jsonl", [row(90), "oops\n"])
    prepared = sft(tmp_path, [row(1), row(2)], test_size=0.5, evaluation_file=held_out)
    assert (len(prepared.train), len(prepared.evaluation)) == (2, 1)
    assert codes(prepared) == ["rows_left_out"]
    assert "held-out.jsonl" in prepared.report.warnings()[0].message


def test_kto_rows_have_a_prompt_a_completion_and_a_label(tmp_path):
    pair = {"prompt": "a", "completion": "b", "label": True}
    prepared = kto(tmp_path, [row(1, label=True), row(2, label=False), pair])
    decode = tokenizer().decode
    found = {(decode(one["prompt_ids"]), decode(one["completion_ids"]), one["label"]) for one in prepared.train}
    assert ("a", "b<|im_end|>", True) in found
    assert ("<|im_start|>user\nquestion 2<|im_end|>\n<|im_start|>assistant\n", "answer 2<|im_end|>", False) in found
    assert prepared.report.details()["labels"] == {"desirable": 2, "undesirable": 1}


def test_kto_mixes_labels_and_splits_each(tmp_path):
    prepared = kto(tmp_path, [row(number, label=number < 20) for number in range(40)], test_size=0.1)
    assert sorted(one["label"] for one in prepared.evaluation) == [False, False, True, True]
    labels = [one["label"] for one in prepared.train]
    assert all(first != second for first, second in zip(labels, labels[1:], strict=False))


def test_kto_with_one_label_only_is_warned_of(tmp_path):
    assert codes(kto(tmp_path, [row(1, label=True), row(2, label=True)])) == ["one_label_only"]


WEIGHTS = ("kto.good", "kto.bad")


@pytest.mark.parametrize(("good", "bad", "weights"), [(10, 30, (1, 1)), (30, 10, (1, 1)), (10, 10, (3, 2))])
def test_weights_that_do_not_fit_the_labels_are_told_with_values_that_do(tmp_path, good, bad, weights):
    rows = [row(number, label=number < good) for number in range(good + bad)]
    prepared = kto(tmp_path, rows, weights=LabelWeights(*weights, WEIGHTS))
    [warning] = prepared.report.warnings()
    assert warning.code == "label_weights" and all(key in warning.message for key in WEIGHTS)
    for place, key in enumerate(WEIGHTS):
        for value in warning.details["fitting"][key]:
            fitting = [value if index == place else weight for index, weight in enumerate(weights)]
            assert codes(kto(tmp_path, rows, weights=LabelWeights(*fitting, WEIGHTS))) == []
            fitting[place] *= 1.5 if value == max(warning.details["fitting"][key]) else 1 / 1.5
            assert codes(kto(tmp_path, rows, weights=LabelWeights(*fitting, WEIGHTS))) == ["label_weights"]


def test_weights_are_judged_by_the_rows_that_are_trained_on(tmp_path):
    prepared = kto(tmp_path, [row(n, label=n < 4) for n in range(7)], weights=LabelWeights(1, 1, WEIGHTS))
    assert codes(prepared) == []
    only = kto(tmp_path, [row(1, label=True), row(2, label=True)], weights=LabelWeights(1, 1, WEIGHTS))
    assert codes(only) == ["one_label_only"]


def test_kto_rows_without_a_boolean_label_are_left_out(tmp_path):
    prepared = kto(tmp_path, [row(1, label=True), row(2), row(3, label="false")])
    lines = {code: reason["lines"] for code, reason in prepared.report.left_out().items()}
    assert lines == {"LABEL_MISSING": [2], "LABEL_NOT_BOOLEAN": [3]}


def test_neither_torch_nor_numpy_is_imported():
    program = "import sys, tuner_trainers.data.prepare; print([m for m in ('torch', 'numpy') if m in sys.modules])"
    folder = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
