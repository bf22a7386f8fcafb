"""Checks a document against the JSON Schema of its method, which is written from Tuner's own schemas."""

from __future__ import annotations

import copy
import difflib
import json
from pathlib import Path
from typing import Any

from tuner_trainers.errors import TrainerError, config_error
from tuner_trainers.methods import find_method

_SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"


def load_schema(method: str) -> dict[str, Any]:
    """The schema of the document of a method."""
    return json.loads((_SCHEMAS / f"{find_method(method).schema}.schema.json").read_text(encoding="utf-8"))


def fill_defaults(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """A copy of the document in which every key that is missing has the default of the schema, where it has one."""
    full = copy.deepcopy(document)
    for key, part in schema.get("properties", {}).items():
        if key not in full and "default" in part:
            full[key] = copy.deepcopy(part["default"])
        if isinstance(full.get(key), dict):
            full[key] = fill_defaults(full[key], part)
    return full


def check(document: dict[str, Any], schema: dict[str, Any], name: str = "configuration") -> None:
    """Raises TrainerError CONFIG_INVALID that names the key, what was found and what was expected."""
    import jsonschema

    validator = jsonschema.validators.validator_for(schema)(schema)
    errors = sorted(validator.iter_errors(document), key=lambda error: [str(part) for part in error.absolute_path])
    if errors:
        raise _explain(jsonschema.exceptions.best_match(errors), name)


def _explain(error: Any, name: str) -> TrainerError:
    key = ".".join(str(part) for part in error.absolute_path)
    if error.validator == "additionalProperties":
        return _unknown_key(error, key, name)
    if error.validator == "required":
        missing = [word for word in error.validator_value if word not in error.instance]
        key = ".".join(filter(None, [key, missing[0]]))
        return config_error(f"{name}: {key} is missing.", f"Add {key}.", key=key)
    if not key:
        return config_error(f"{name}: {error.message}")
    expected = error.schema.get("description") or _expected(error)
    found = json.dumps(error.instance, ensure_ascii=False, default=str)
    message = f"{name}: {key}: found {found}, expected {expected}."
    return config_error(message, f"Change {key}.", key=key, found=found, expected=expected)


def _unknown_key(error: Any, path: str, name: str) -> TrainerError:
    known = list(error.schema.get("properties", {}))
    word = next(key for key in error.instance if key not in known)
    key = ".".join(filter(None, [path, str(word)]))
    near = difflib.get_close_matches(str(word), known, 1)
    hint = f"Did you mean {near[0]}?" if near else f"Known here: {', '.join(known)}."
    return config_error(f"{name}: unknown key {key}.", hint, key=key)


def _expected(error: Any) -> str:
    rule, value = error.validator, error.validator_value
    if rule in ("anyOf", "oneOf"):
        return " or ".join(dict.fromkeys(_expected_of(option) for option in value))
    words = {
        "type": f"{' or '.join(value) if isinstance(value, list) else value}",
        "enum": f"one of {', '.join(json.dumps(item) for item in value)}" if isinstance(value, list) else "",
        "minimum": f"at least {value}",
        "maximum": f"at most {value}",
        "exclusiveMinimum": f"more than {value}",
        "exclusiveMaximum": f"less than {value}",
        "const": json.dumps(value, default=str),
    }
    return words.get(rule, error.message)


def _expected_of(option: dict[str, Any]) -> str:
    if "const" in option:
        return json.dumps(option["const"])
    if "enum" in option:
        return " or ".join(json.dumps(item) for item in option["enum"])
    return str(option.get("type", "another value"))
