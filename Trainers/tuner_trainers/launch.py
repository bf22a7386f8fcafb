"""What a trainer is asked to do: the launch document of Tuner, or the same made from a command line."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tuner_trainers.errors import TrainerError
from tuner_trainers.protocol.events import Events


@dataclass(frozen=True)
class Launch:
    """One attempt at a run. `config` is the resolved document; the paths are absolute.

    `listeners` are told every event, besides the event file. An `attached` run ends when nobody waits for it any more;
    `lock` is the run's lock; `run_id` is None when the trainer runs alone.
    """

    method: str
    attempt: int
    config: dict[str, Any] = field(repr=False)
    events: Path
    requests: Path
    ack: Path
    checkpoints: Path
    model: Path
    cache: Path
    data: Path
    evaluation_data: Path | None = None
    resume_from: Path | None = None
    start_from: Path | None = None
    listeners: tuple[Events, ...] = ()
    attached: bool = False
    lock: Path | None = None
    run_id: str | None = None
    # What the manifests of its checkpoints say of where they come from, once that is known.
    origin: dict[str, Any] | None = field(default=None, repr=False)


def read_launch(path: str | Path, method: str) -> Launch:
    """Reads `launch.json`. Raises TrainerError when it is not there, is another method's or of a newer format."""
    try:
        document = json.loads(Path(path).read_text(encoding="utf-8"))
        _check(document, method)
        return _from_document(document)
    except OSError as error:
        raise TrainerError("CONFIG_NOT_FOUND", f"There is no launch document {path}: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise TrainerError("CONFIG_PARSE", f"The launch document {path} cannot be read: {error!r}.") from error


_KINDS = {"runId": str, "attempt": int, "method": str, "files": dict, "config": dict}


def _check(document: dict[str, Any], method: str) -> None:
    if not isinstance(document, dict):
        raise TypeError("it holds no object")
    version = str(document["formatVersion"])
    if version.split(".")[0] != "1":
        raise TrainerError("FORMAT_VERSION", f"The launch document has format {version}; this trainer reads 1.x.")
    if document["method"] != method:
        message = f"The launch document asks for {document['method']}; this trains {method}."
        raise TrainerError("CONFIG_INVALID", message)
    for key, kind in _KINDS.items():
        if not isinstance(document[key], kind) or isinstance(document[key], bool):
            raise TypeError(f"{key} is {document[key]!r:.60}, expected {kind.__name__}")


def _from_document(document: dict[str, Any]) -> Launch:
    files = {role: Path(path) for role, path in document["files"].items() if path is not None}
    return Launch(
        method=document["method"],
        attempt=document["attempt"],
        config=document["config"],
        **{role: files[role] for role in ("events", "requests", "ack", "checkpoints", "model", "cache", "data")},
        evaluation_data=files.get("evaluationData"),
        resume_from=files.get("resumeFrom"),
        start_from=files.get("startFrom"),
        attached=document.get("attached", False),
        lock=files.get("lock"),
        run_id=document["runId"],
    )
