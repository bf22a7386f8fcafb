"""Errors of a trainer: a code that programs switch on, words for people, and the exit code that goes with it."""

from __future__ import annotations

import errno
import functools
import json
import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tuner_trainers.data.errors import DataError

_EXIT_CODES = {
    "CONFIG": 2,
    "METHOD": 2,
    "FORMAT": 2,
    "DATASET": 3,
    "PACKAGE": 4,
    "GPU": 4,
    "DRIVER": 4,
    "COMPILER": 4,
    "NETWORK": 4,
    "MODEL": 4,
    "ENVIRONMENT": 4,
    "OUT": 5,
    "DISK": 6,
    "NON": 7,
    "UNHEALTHY": 7,
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


_SIGNS = Path(__file__).parent / "schemas" / "failure-signs.json"


def classify(exception: BaseException) -> TrainerError:
    """The error that `exception` means; `details` say where it was raised. Never raises."""
    for link in _chain(exception):
        if isinstance(link, TrainerError):
            return link
        if isinstance(link, DataError):
            return TrainerError(link.code, link.message, link.hint, dict(link.details))
    for link in _without_lazy_imports(_chain(exception)):
        found = _by_sign(link)
        if found:
            return found
    message = f"The training failed with {_words(_root(exception))}"
    return TrainerError("TRAINER_FAILED", message, "The whole traceback is in the log.", _where(exception))


@functools.cache
def _signs() -> list[dict[str, Any]]:
    # Read once, however long the chain of exceptions is.
    return json.loads(_SIGNS.read_text(encoding="utf-8"))


def _by_sign(exception: BaseException) -> TrainerError | None:
    # Tuner's own table: what a log says means the same as what an exception says.
    text = _words(exception)
    if isinstance(exception, OSError) and exception.errno in (errno.ENOSPC, errno.EDQUOT):
        text = f"{text} (No space left on device)"
    for sign in _signs():
        if re.search("|".join(sign["patterns"]), text, re.IGNORECASE | re.MULTILINE):
            details = _where(exception)
            if "device" in sign:
                details["device"] = sign["device"]
            if getattr(exception, "name", None) and isinstance(exception, ImportError):
                details["package"] = exception.name.split(".")[0]
            return TrainerError(sign["code"], text, sign["hint"], details, sign.get("retryable", False))
    return None


def _without_lazy_imports(chain: Iterator[BaseException]) -> list[BaseException]:
    # A library that imports its parts late says which part could not be had; which package is missing, the first error.
    links = list(chain)
    while len(links) > 1 and isinstance(links[0], ImportError) and isinstance(links[1], ImportError):
        links.pop(0)
    return links


def _chain(exception: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = exception
    for _ in range(20):
        if link is None:
            return
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _root(exception: BaseException) -> BaseException:
    return list(_chain(exception))[-1]


def _words(exception: BaseException) -> str:
    text = str(exception).strip()
    name = type(exception).__name__
    return f"{name}: {text[:1500]}" if text else name


def _where(exception: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(exception.__traceback__)
    if not frames:
        return {"exception": type(exception).__name__}
    last = frames[-1]
    return {"exception": type(exception).__name__, "where": f"{last.filename}:{last.lineno} in {last.name}"}
