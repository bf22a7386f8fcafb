import json

import pytest

from tests.data_tokenizers import tokenizer
from tuner_trainers.data.file_rows import FileTokenizer
from tuner_trainers.data.options import DataOptions
from tuner_trainers.data.preview import preview
from tuner_trainers.data.token_texts import token_texts


def chat(question, answer, **more):
    turns = [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    return {"messages": turns, **more}


def show(tmp_path, rows, method="sft", template="chatml", most=5, **options):
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return preview(path, method, tokenizer(template), DataOptions(**options), most)


def text(row, *states):
    return "".join(token["text"] for token in row["tokens"] if token["state"] in states)


def codes(shown):
    return [finding["code"] for finding in shown["findings"]]


@pytest.mark.parametrize("template", ["chatml", "llama3", "mistral"])
def test_the_answer_with_its_end_is_what_the_loss_sees(tmp_path, template):
    shown = show(tmp_path, [chat("Say Grüße 👋🏽", "Grüße 東京 👋🏽")], template=template)
    (row,) = shown["rows"]
    seen = text(row, "supervised")
    assert seen.strip().startswith("Grüße 東京 👋🏽") and seen != text(row, "context")
    assert "Say Grüße 👋🏽" in text(row, "context") and "Say" not in seen
    assert row["supervised"] + row["context"] == len(row["tokens"]) and row["cut"] == 0
    assert row["supervisedShare"] == row["supervised"] / len(row["tokens"])
    assert shown["findings"] == [] and shown["checked"]["isWholeFile"]


def test_its_tokens_are_those_that_are_trained_on(tmp_path):
    rows = [chat("a", "word " * 40), {"prompt": "a b", "completion": "c"}, {"text": "plain"}]
    options = {"max_length": 40}
    shown = show(tmp_path, rows, **options)
    trained, _ = FileTokenizer("sft", tokenizer(), DataOptions(**options)).read(tmp_path / "rows.jsonl")
    for row, tokens in zip(shown["rows"], trained, strict=True):
        kept = [token for token in row["tokens"] if token["state"] != "cut"]
        assert [token["id"] for token in kept] == tokens["input_ids"]
        learned = [token["id"] if token["state"] == "supervised" else -100 for token in kept]
        assert learned == [-100, *tokens["labels"][1:]]
    assert [row["cut"] > 0 for row in shown["rows"]] == [True, False, False]


def test_a_kto_row_learns_its_last_answer_alone(tmp_path):
    turns = [*chat("one", "first")["messages"], *chat("two", "second")["messages"]]
    shown = show(tmp_path, [{"messages": turns, "label": False}, chat("x", "y", label=True)], "kto")
    assert text(shown["rows"][0], "supervised") == "second<|im_end|>"
    assert "first" in text(shown["rows"][0], "context")
    assert [row["label"] for row in shown["rows"]] == [False, True] and shown["lossOn"] == "last_assistant"


def test_rows_that_are_left_out_say_why(tmp_path):
    rows = [chat("a", "b"), {"messages": [{"role": "user", "content": "x"}]}, chat("a", "b", label=False)]
    shown = show(tmp_path, [*rows, chat("word " * 60, "b")], max_length=40)
    out = [row["leftOut"] and row["leftOut"]["code"] for row in shown["rows"]]
    assert out == [None, "NO_ASSISTANT_TURN", "LEFT_OUT_BY_LABEL", "NO_TARGET_LEFT"]
    assert [row["label"] for row in shown["rows"]] == [None, None, False, None]
    assert shown["rows"][3]["supervised"] == 0 and shown["rows"][3]["cut"] > 0 and shown["rows"][1]["tokens"] == []


def test_more_rows_are_checked_than_are_shown(tmp_path):
    shown = show(tmp_path, [chat("a", "b")] * 40 + [chat("a", "word " * 90)], most=2, max_length=60)
    assert len(shown["rows"]) == 2 and shown["checked"]["rows"] == 41
    (cut,) = shown["findings"]
    assert (cut["code"], cut["details"]["lines"]) == ("rows_cut", [41]) and cut["details"]["lost"] > 0


def test_of_a_long_file_a_part_is_checked_and_it_says_so(tmp_path):
    shown = show(tmp_path, [{"text": "a"}] * 1001, most=1)
    assert (shown["checked"]["rows"], shown["checked"]["isWholeFile"]) == (1000, False)
    assert show(tmp_path, [{"text": "a"}] * 1000, most=1)["checked"]["isWholeFile"]


NO_SUPERVISED = "no_supervised_token"


@pytest.mark.parametrize(
    ("rows", "options", "found"),
    [
        ([chat("word " * 60, "b"), chat("a", "b")], {"max_length": 40}, [NO_SUPERVISED]),
        ([chat("word " * 60, "b")], {"max_length": 40}, ["DATASET_EMPTY", NO_SUPERVISED]),
        ([chat("a", "b")], {"loss_on": "all"}, ["only_supervised_tokens"]),
        ([{"text": "a story"}], {}, []),
        ([{"text": "<|im_start|>user\na<|im_end|>\n<|im_start|>assistant\nb"}], {}, ["only_supervised_tokens"]),
        ([chat("a", "word " * 60)], {"max_length": 40}, ["end_of_turn_not_learned", "rows_cut"]),
        ([chat("a", "word " * 60), chat("a", "b")], {"max_length": 40}, ["rows_cut"]),
        ([chat("a", "b")], {"template": "no_end"}, ["end_of_turn_not_learned"]),
        ([chat("a", "word " * 60), chat("a", "b")], {"max_length": 40, "too_long": "error"},
         ["DATASET_INVALID", "rows_too_long"]),
    ],
)  # fmt: skip
def test_what_makes_a_training_senseless_is_found_with_a_fix(tmp_path, rows, options, found):
    shown = show(tmp_path, rows, **options)
    assert codes(shown) == found
    for finding in shown["findings"]:
        assert finding["fix"] or finding["code"] == "rows_too_long"
        assert finding["severity"] == ("error" if finding["code"].isupper() else "warning")


def test_text_without_an_end_token_is_told(tmp_path):
    ended = tokenizer("none").eos_token
    tokenizer("none").eos_token = None
    try:
        assert codes(show(tmp_path, [{"prompt": "a", "completion": "b"}], template="none")) == [
            "end_of_turn_not_learned"
        ]
    finally:
        tokenizer("none").eos_token = ended


def test_a_character_of_several_tokens_is_told_once_and_nothing_is_lost():
    words = "naïve 東京 👋🏽 \ufffd ok\n\n  x"
    ids = tokenizer()(words)["input_ids"]
    texts = token_texts(tokenizer(), ids)
    assert "".join(texts) == tokenizer().decode(ids) and "" in texts and len(texts) == len(ids)
    # What is cut within a character is told as it is.
    assert "".join(token_texts(tokenizer(), ids[:8])) == tokenizer().decode(ids[:8])


def test_tokens_of_a_sentencepiece_tokenizer_keep_their_spaces():
    # As Llama 2's and Gemma's: a space is a letter of its own, the first one is left out, bytes stand for rare letters.
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    built = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    built.pre_tokenizer = pre_tokenizers.Metaspace()
    parts = [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    built.decoder = decoders.Sequence(parts)
    marks = ["<unk>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
    trainer = trainers.BpeTrainer(vocab_size=300, special_tokens=marks, show_progress=False)
    built.train_from_iterator(["the red car and the blue car are here"] * 9, trainer)
    spaced = PreTrainedTokenizerFast(tokenizer_object=built, eos_token="</s>", unk_token="<unk>")
    ids = spaced("the red 車 and a blue car")["input_ids"] + [spaced.eos_token_id]
    texts = token_texts(spaced, ids)
    assert "".join(texts) == spaced.decode(ids, clean_up_tokenization_spaces=False)
    assert "車" in texts and any(text.startswith(" ") for text in texts[1:])
