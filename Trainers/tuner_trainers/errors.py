"""Errors of a trainer: a code that programs switch on, words for people, and the exit code that goes with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_EXIT_CODES = {
    "CONFIG": 2,
    "METHOD": 2,
    "FORMAT": 2,
    "DATASET": 3,
    "PACKAGE": 4,
    "GPU": 4,
    "NETWORK": 4,
    "MODEL": 4,
    "ENVIRONMENT": 4,
    "OUT": 5,
    "DISK": 6,
    "NON": 7,
    "CHECKPOINT": 8,
}
_CLASSES = {2: "ConfigurationError", 3: "DatasetError", 4: "EnvironmentError"}
_SECRETS = re.compile(r"hf_[A-Za-z0-9]{8,}|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)")


@dataclass
class TrainerError(Exception):
    """What ends a training. `code` is one of the codes of `docs/errors.md`."""

    code: str
    message: str
    hint: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    retryable: bool = False

    def __str__(self) -> str:
        return self.message

    @property
    def exit_code(self) -> int:
        """The exit code of a process that ends with this error: 1 for what nobody foresaw."""
        return _EXIT_CODES.get(self.code.split("_")[0], 1)

    def to_json(self) -> dict[str, Any]:
        """The error as events and records carry it. Access tokens in its texts are blotted out."""
        name = "ConfigurationError" if self.code.startswith("MODEL_") else _CLASSES.get(self.exit_code, "RunError")
        hint = {"hint": redact(self.hint)} if self.hint else {}
        body = {"name": name, "code": self.code, "message": redact(self.message), **hint}
        return {**body, "details": self.details, "retryable": self.retryable}


def redact(text: str) -> str:
    """`text` without access tokens and passwords in addresses."""
    return _SECRETS.sub("***", text)


def config_error(message: str, hint: str = "", code: str = "CONFIG_INVALID", **details: Any) -> TrainerError:
    """An error about the configuration or the arguments."""
    return TrainerError(code, message, hint, details)
