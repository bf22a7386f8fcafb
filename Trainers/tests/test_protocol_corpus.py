"""The golden lines of `protocol/corpus` against the JSON Schemas; vitest reads the same files."""

import json
from pathlib import Path

import jsonschema
import pytest

PROTOCOL = Path(__file__).resolve().parents[2] / "protocol"
LINES = [line for line in (PROTOCOL / "corpus/events.jsonl").read_text(encoding="utf-8").split("\n") if line]
EXPECTED = json.loads((PROTOCOL / "corpus/events.expected.json").read_text(encoding="utf-8"))


def schema(name):
    return json.loads((PROTOCOL / f"{name}.schema.json").read_text(encoding="utf-8"))


VALIDATORS = {name: jsonschema.Draft202012Validator(schema(name)) for name in ("wire-event", "life-event")}


def test_every_line_has_its_expectation():
    assert [entry["seq"] for entry in EXPECTED] == list(range(1, len(LINES) + 1))


@pytest.mark.parametrize(("line", "entry"), list(zip(LINES, EXPECTED, strict=True)), ids=lambda value: str(value)[:40])
def test_a_line_fits_exactly_the_schema_it_should(line, entry):
    def refuse(name):
        raise ValueError(f"{name} is no JSON")

    try:
        value = json.loads(line, parse_constant=refuse)
    except ValueError:
        assert entry["type"] == "unreadable"
        return
    fits = [name for name, validator in VALIDATORS.items() if validator.is_valid(value)]
    assert fits == ([entry["schema"]] if entry["schema"] else [])


@pytest.mark.parametrize("path", sorted(PROTOCOL.glob("*.schema.json")), ids=lambda path: path.name)
def test_every_schema_is_one(path):
    jsonschema.Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))
