"""The configuration of a trainer that runs alone: file, then command line, then defaults."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from tuner_trainers.config.schema import check, fill_defaults, load_schema
from tuner_trainers.config.yaml_file import parse_scalar, read_yaml
from tuner_trainers.errors import TrainerError


def resolve(method: str, config: str | Path, settings: list[str], named: dict[str, Any]) -> dict[str, Any]:
    """The checked document. `settings` are `key=value` with dotted keys; `named` are keys with own options."""
    document = read_yaml(config)
    for setting in settings:
        key, equals, text = setting.partition("=")
        if not equals or not key:
            raise TrainerError("CONFIG_INVALID", f"--set {setting}: expected key=value, such as training.max_steps=10.")
        document = with_key(document, key, parse_scalar(text))
    for key, value in named.items():
        if value is not None:
            document = with_key(document, key, value)
    schema = load_schema(method)
    filled = fill_defaults(with_loss_on(document), schema)
    check(filled, schema)
    return filled


def with_key(document: dict[str, Any], dotted: str, value: Any) -> dict[str, Any]:
    """A copy of `document` in which the key at the dotted path has `value`."""
    changed = copy.deepcopy(document)
    *sections, last = dotted.split(".")
    place = changed
    for section in sections:
        place = place.setdefault(section, {})
        if not isinstance(place, dict):
            raise TrainerError("CONFIG_INVALID", f"{dotted}: {section} is a value and has no keys of its own.")
    place[last] = value
    return changed


def with_loss_on(document: dict[str, Any]) -> dict[str, Any]:
    """A copy in which the original's two keys have become `training.loss_on`; one that is given wins over them."""
    training = document.get("training")
    if not isinstance(training, dict):
        return document
    training = dict(training)
    completion, assistant = (training.pop(key, None) for key in ("completion_only_loss", "assistant_only_loss"))
    if "loss_on" not in training and (completion is not None or assistant is not None):
        training["loss_on"] = "all" if completion is False and assistant is not True else "assistant"
    return {**document, "training": training}
