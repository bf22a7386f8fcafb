"""YAML as people mean it: `2e-4` is a number and `no` a word."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from tuner_trainers.errors import TrainerError

_FLOAT = re.compile(r"^[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?$|^[-+]?\.inf$|^\.nan$", re.IGNORECASE)
_INTEGER = re.compile(r"^[-+]?\d+$")
_BOOLEAN = re.compile(r"^(?:true|false)$", re.IGNORECASE)


class _Loader(yaml.SafeLoader):
    """The core scalars of YAML 1.2; a key that stands twice is an error."""

    # A copy without the scalars of YAML 1.1; the parent's stay as they are.
    yaml_implicit_resolvers: dict = {}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for index, key in enumerate(keys):
            if key in keys[:index]:
                place = node.value[index][0].start_mark
                raise yaml.constructor.ConstructorError(None, None, f"{key} stands twice", place)
        return super().construct_mapping(node, deep)


_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", _BOOLEAN, list("tTfF"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", _INTEGER, list("-+0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", _FLOAT, list("-+0123456789."))
_Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))


def parse_scalar(text: str) -> Any:
    """The value of `text` on a command line: a number, a boolean, a list or a word."""
    try:
        return yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise TrainerError("CONFIG_INVALID", f"{text[:60]} is no value: {error}.", "Put it in quotes.") from error


def read_yaml(path: str | Path) -> dict[str, Any]:
    """Reads a YAML file; raises TrainerError with the place of a mistake."""
    try:
        value = yaml.load(Path(path).read_text(encoding="utf-8-sig"), _Loader)  # noqa: S506 - a SafeLoader
    except OSError as error:
        hint = "Check --config."
        raise TrainerError("CONFIG_NOT_FOUND", f"There is no configuration {path}: {error.strerror}.", hint) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise TrainerError("CONFIG_PARSE", f"{path} is not YAML: {error}.") from error
    if not isinstance(value, dict):
        raise TrainerError("CONFIG_PARSE", f"{path} must hold sections such as model and training.")
    return value
