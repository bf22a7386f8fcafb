"""Where a trainer that runs alone writes, and who reads its events along the way."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tuner_trainers.protocol.console import ConsoleEvents
from tuner_trainers.protocol.events import Events, EventWriter

_MEASURED = ("metrics", "evaluation")


@dataclass(frozen=True)
class Places:
    """Folders of a run without Tuner: `logs` holds events.jsonl, ack.json and the requests to stop."""

    logs: Path
    checkpoints: Path
    model: Path


class Only:
    """Passes on events of some kinds."""

    def __init__(self, inner: Events, kinds: Collection[str]) -> None:
        self._inner, self._kinds = inner, kinds

    def emit(self, kind: str, **fields: Any) -> None:
        """Passes the event on if it is of these kinds."""
        if kind in self._kinds:
            self._inner.emit(kind, **fields)


def find_places(config: dict[str, Any], folder: Path, output: Path | None) -> Places:
    """The places that the document names. Relative ones belong to `folder`, or to `output` where that is given."""
    section = config.get("output")
    if section is None:
        root = (output or folder / config["training"]["output_dir"]).resolve()
        return Places(root, root / "checkpoints", root / "model")
    root = (output or folder).resolve()
    return Places(*(root / section[key] for key in ("logs_dir", "checkpoint_dir", "final_model_dir")))


def listeners(config: dict[str, Any], folder: Path, output: Path | None) -> list[Events]:
    """Who is told besides events.jsonl: the console, and the files that the document's `logging` asks for."""
    logging, root = config.get("logging"), (output or folder).resolve()
    if logging is None:
        return [ConsoleEvents()]
    found: list[Events] = [ConsoleEvents(level=logging["level"])] if logging["console"] else []
    if logging["file"]:
        found.append(ConsoleEvents(_open(root / logging["log_file"]), level=logging["level"]))
    if logging["json_logs"]:
        found.append(EventWriter(root / logging["json_log_file"]))
    metrics = root / config["output"]["metrics_dir"] / "metrics.jsonl"
    return [*found, Only(EventWriter(metrics), _MEASURED)]


def user_cache() -> Path:
    """The user's cache folder of Tuner."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "tuner"


def _open(path: Path) -> Any:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("a", encoding="utf-8")
