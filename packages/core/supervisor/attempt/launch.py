"""The launch document: its version, and what it may leave out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

MAJOR_VERSION = "1"
# What documents of format 1.0 do not say.
DEFAULTS: dict[str, Any] = {
    "devices": [], "locks": None, "queue": True, "prepare": None, "stallMs": 600_000, "onStall": "event",
    "resume": None,
}  # fmt: skip


def check_launch(path: Path, document: Any) -> dict[str, Any]:
    """The document with its defaults; raises ``ValueError`` that names the first key that cannot be followed."""
    version = document.get("formatVersion") if isinstance(document, dict) else None
    if not isinstance(version, str) or version.split(".")[0] != MAJOR_VERSION:
        raise ValueError(f"{path} has format version {version}; this supervisor reads {MAJOR_VERSION}.x")
    launch = {**DEFAULTS, **document}
    for key, (fits, expected) in _EXPECTED.items():
        if not fits(launch.get(key)):
            raise ValueError(f"{path}: {key} is {launch.get(key)!r}; expected {expected}")
    if launch["devices"] and not launch["locks"]:
        raise ValueError(f"{path}: locks is not set; expected the folder of the tickets of {launch['devices']}")
    return launch


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def _is_command(value: Any) -> bool:
    return isinstance(value, dict) and _are_texts(value.get("argv")) and bool(value["argv"])


def _is_amount(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0


def _are_times(value: Any) -> bool:
    return isinstance(value, dict) and all(_is_amount(value.get(key)) for key in ("graceMs", "terminateMs"))


def _is_resume(value: Any) -> bool:
    return isinstance(value, dict) and "from" in value and _is_amount(value.get("repeats"))


_EXPECTED = {
    "runId": (lambda value: isinstance(value, str), "a text"),
    "files": (lambda value: isinstance(value, dict), "paths by role"),
    "process": (lambda value: _is_command(value) and "cwd" in value and "env" in value, "argv, cwd and env"),
    "requiredOutputs": (lambda value: isinstance(value, list), "a list of lists of paths"),
    "attached": (lambda value: isinstance(value, bool), "true or false"),
    "stop": (_are_times, "graceMs and terminateMs, in milliseconds"),
    "devices": (_are_texts, "a list of names"),
    "locks": (lambda value: value is None or isinstance(value, str), "a folder"),
    "queue": (lambda value: isinstance(value, bool), "true or false"),
    "prepare": (lambda value: value is None or _is_command(value), "argv of a command"),
    "stallMs": (_is_amount, "milliseconds, 0 for never"),
    "resume": (lambda value: value is None or _is_resume(value), "from and repeats"),
    "onStall": (lambda value: value in ("event", "stop"), "event or stop"),
}
