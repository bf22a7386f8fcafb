"""What an exception means: the same as TypeScript reads from a log, on one corpus."""

import json
from pathlib import Path

import pytest

from tuner_trainers.errors import classify

CORPUS = json.loads((Path(__file__).parents[2] / "protocol/corpus/failures.json").read_text(encoding="utf-8"))


def exception_of(text: str) -> Exception:
    """The exception whose traceback would end with this text."""
    name, _, message = text.partition(": ")
    if not message or " " in name:
        return type("RuntimeError" if " " in text else text, (Exception,), {})(text if " " in text else "")
    return type(name.split(".")[-1], (Exception,), {})(message)


@pytest.mark.parametrize("example", CORPUS, ids=lambda example: example["text"][:60])
def test_an_exception_means_what_the_corpus_says(example):
    found = classify(exception_of(example["text"]))
    assert found.code == example["code"]
    assert found.details.get("device") == example.get("device", found.details.get("device"))
    assert found.hint


def test_a_package_that_a_late_import_misses_is_named_itself():
    try:
        try:
            raise ModuleNotFoundError("No module named 'peft'", name="peft")
        except ModuleNotFoundError as error:
            raise ModuleNotFoundError("Could not import module 'set_seed'.") from error
    except ModuleNotFoundError as error:
        found = classify(error)
    assert (found.code, found.details["package"]) == ("PACKAGE_MISSING", "peft")
    assert "No module named 'peft'" in found.message
