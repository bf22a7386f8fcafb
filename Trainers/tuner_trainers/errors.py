"""Errors of a trainer: a code that programs switch on, words for people, and the exit code that goes with it."""

from __future__ import annotations

import errno
import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tuner_trainers.data.errors import DataError

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


_DISK = "Free disk space, or lower training.save_total_limit, then resume."
_MEMORY = (
    "Use a smaller training.per_device_train_batch_size (and more gradient_accumulation_steps), shorter rows "
    "(max_seq_length), gradient checkpointing, or a smaller model."
)
_PACKAGE = "Build the managed environment again, or install the package into the Python that runs the trainer."
_HUB = "Check model.model_name: an id of the Hugging Face hub, a folder, or builtin:tiny."
_NETWORK = "Check the network, or download the model beforehand and give its folder as model.model_name."
_ACCESS = "Accept the model's terms on its page and set HF_TOKEN, or choose another model."
_CONFIG = "Change the setting that the message names."

# Class name or text of the exception -> code, hint. The first that fits decides.
_SIGNS = (
    (r"OutOfMemoryError|out of memory|can't allocate memory|^MemoryError", "OUT_OF_MEMORY", _MEMORY),
    (r"No space left on device|Disk quota exceeded|inline_container.cc.*unexpected pos", "DISK_FULL", _DISK),
    (r"ModuleNotFoundError|ImportError|requires wandb to be installed", "PACKAGE_MISSING", _PACKAGE),
    (r"GatedRepoError|401 Client Error|403 Client Error", "MODEL_NOT_FOUND", _ACCESS),
    (r"RepositoryNotFoundError|not a valid model identifier|HFValidationError", "MODEL_NOT_FOUND", _HUB),
    (r"couldn't connect|LocalEntryNotFoundError|OfflineModeIsEnabled|ConnectError", "NETWORK_UNREACHABLE", _NETWORK),
    (r"does not appear to have a file named|Unrecognized model|no file named", "MODEL_UNSUITABLE", _HUB),
    (r"Target modules .* not found|No matching .*odule|lm_head.* is not supported", "CONFIG_INVALID", _CONFIG),
    (r"is not a valid (?:SchedulerType|OptimizerNames|IntervalStrategy)", "CONFIG_INVALID", _CONFIG),
    (r"num_samples should be a positive integer", "DATASET_EMPTY", "Give the trainer at least one usable row."),
)  # fmt: skip


def classify(exception: BaseException) -> TrainerError:
    """The error that `exception` means; `details` say where it was raised. Never raises."""
    for link in _chain(exception):
        if isinstance(link, TrainerError):
            return link
        if isinstance(link, DataError):
            return TrainerError(link.code, link.message, link.hint, dict(link.details))
    for link in _chain(exception):
        found = _by_sign(link)
        if found:
            return found
    message = f"The training failed with {_words(_root(exception))}"
    return TrainerError("TRAINER_FAILED", message, "The whole traceback is in the log.", _where(exception))


def _by_sign(exception: BaseException) -> TrainerError | None:
    if isinstance(exception, OSError) and exception.errno in (errno.ENOSPC, errno.EDQUOT):
        return TrainerError("DISK_FULL", f"The disk is full: {_words(exception)}", _DISK, _where(exception))
    text = _words(exception)
    for pattern, code, hint in _SIGNS:
        if re.search(pattern, text, re.IGNORECASE | re.DOTALL):
            details = _where(exception)
            if code == "OUT_OF_MEMORY":
                details["device"] = "cuda" if "cuda" in text.lower() else "cpu"
            if code == "PACKAGE_MISSING" and getattr(exception, "name", None):
                details["package"] = exception.name.split(".")[0]
            return TrainerError(code, text, hint, details)
    return None


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
