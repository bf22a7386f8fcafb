"""Rows are tokenized once: found by file, tokenizer and settings; never others, never damaged ones."""

import dataclasses
import shutil

import pytest

from tests.documents import kto_rows, sft_rows, write_rows
from tuner_trainers.cache import Cache
from tuner_trainers.data.file_rows import FileTokenizer
from tuner_trainers.data.options import DataOptions
from tuner_trainers.data.prepare import load
from tuner_trainers.data.stored_rows import StoredRows
from tuner_trainers.model.source import Source
from tuner_trainers.model.tokenizer import load_tokenizer
from tuner_trainers.model.tokenizer_files import hash_tokenizer
from tuner_trainers.tiny_model.cache import ensure_tiny_model

OPTIONS = DataOptions(max_length=60, test_size=0.25)
CALL = {"role": "assistant", "content": "x", "tool_calls": [{"function": {"name": "f", "arguments": {}}}]}
AWKWARD = [
    {"messages": [{"role": "user", "content": "many words " * 40}, {"role": "assistant", "content": "late"}]},
    {"messages": [{"role": "user", "content": "x"}, CALL, {"role": "tool", "content": "5"},
                  {"role": "assistant", "content": "five"}]},
    {"prompt": "a", "completion": "b", "label": False}, {"text": "plain " * 100}, {"oops": 1},
]  # fmt: skip


@pytest.fixture(scope="module")
def model(cache):
    return ensure_tiny_model(cache)


class Counted(FileTokenizer):
    """Counts the files that are really tokenized."""

    count = 0

    def read(self, path):
        self.count += 1
        return super().read(path)


def prepare(folder, model, rows, options=OPTIONS, method="sft", named="rows.jsonl"):
    """What is prepared, and how many files were tokenized for it."""
    tokenizer = load_tokenizer(Source(str(model)))
    reader = Counted(method, tokenizer, options)
    stored = StoredRows(Cache(folder / "cache"), reader, hash_tokenizer(tokenizer))
    (folder / "data").mkdir(exist_ok=True)
    prepared = load(method, write_rows(folder / "data" / named, rows), stored, options)
    assert stored.found == (reader.count == 0)
    return prepared, reader.count


def told(prepared):
    report = prepared.report
    return report.details(), [dataclasses.astuple(warning) for warning in report.warnings()]


@pytest.mark.parametrize("method", ["sft", "kto"])
@pytest.mark.parametrize("too_long", ["truncate", "drop"])
def test_what_is_found_is_what_was_tokenized_with_every_count_and_warning(tmp_path, model, method, too_long):
    rows = [*kto_rows(), *AWKWARD]
    options = dataclasses.replace(OPTIONS, too_long=too_long)
    first, times = prepare(tmp_path, model, rows, options, method)
    again, times_again = prepare(tmp_path, model, rows, options, method)
    assert (times, times_again) == (1, 0)
    assert again.train == first.train and again.evaluation == first.evaluation
    assert told(again) == told(first) and first.report.problems


def test_a_held_out_file_is_found_by_itself(tmp_path, model):
    held_out = write_rows(tmp_path / "held-out.jsonl", sft_rows(3))
    options = dataclasses.replace(OPTIONS, evaluation_file=held_out)
    assert prepare(tmp_path, model, sft_rows(), options)[1] == 2
    assert prepare(tmp_path, model, sft_rows(20), options)[1] == 1
    prepared, times = prepare(tmp_path, model, sft_rows(), options, named="elsewhere.jsonl")
    assert times == 0 and len(prepared.evaluation) == 3
    assert prepared.report.path.endswith("elsewhere.jsonl") and prepared.report.held_out.path == str(held_out)


@pytest.mark.parametrize("setting", [{"test_size": None}, {"seed": 1}, {"interleave": False}])
def test_what_only_orders_the_rows_needs_no_new_tokens(tmp_path, model, setting):
    prepare(tmp_path, model, kto_rows(), method="kto")
    options = dataclasses.replace(OPTIONS, **setting)
    assert prepare(tmp_path, model, kto_rows(), options, "kto")[1] == 0


@pytest.mark.parametrize("setting", [{"max_length": 59}, {"loss_on": "all"}, {"filter_desirable": False},
                                     {"too_long": "drop"}, {"chat_template": "chatml"}])  # fmt: skip
def test_another_setting_is_tokenized_anew(tmp_path, model, setting):
    prepare(tmp_path, model, sft_rows())
    assert prepare(tmp_path, model, sft_rows(), dataclasses.replace(OPTIONS, **setting))[1] == 1


def test_other_rows_another_method_and_another_tokenizer_are_tokenized_anew(tmp_path, model):
    prepare(tmp_path, model, kto_rows())
    assert prepare(tmp_path, model, kto_rows(15))[1] == 1
    assert prepare(tmp_path, model, kto_rows(), method="kto")[1] == 1
    other = shutil.copytree(model, tmp_path / "other")
    assert prepare(tmp_path, other, kto_rows())[1] == 0
    template = other / "chat_template.jinja"
    template.write_text(template.read_text().replace("<|im_start|>", "<|im_start|> "))
    assert prepare(tmp_path, other, kto_rows())[1] == 1


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 no archive", None])
def test_a_damaged_entry_is_built_again(tmp_path, model, damage):
    first, _ = prepare(tmp_path, model, sft_rows())
    (file,) = (tmp_path / "cache").glob("tokens/*/rows.npz")
    file.write_bytes(file.read_bytes()[:-1] if damage is None else damage)
    again, times = prepare(tmp_path, model, sft_rows())
    assert (again.train, times) == (first.train, 1)
    assert prepare(tmp_path, model, sft_rows())[1] == 0


def test_without_a_folder_to_write_to_it_only_tokenizes_each_time(tmp_path, model):
    (tmp_path / "cache").write_text("no folder")
    assert [prepare(tmp_path, model, sft_rows())[1] for _ in range(2)] == [1, 1]


def test_a_file_that_is_not_there_is_told_as_ever(tmp_path, model):
    tokenizer = load_tokenizer(Source(str(model)))
    reader = FileTokenizer("sft", tokenizer, OPTIONS)
    with pytest.raises(Exception, match="There is no data file"):
        load("sft", tmp_path / "none", StoredRows(Cache(tmp_path), reader, "x"), OPTIONS)
