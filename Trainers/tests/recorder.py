"""Events kept in memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any


class Recorder:
    """Keeps every event; `react` is called with each."""

    def __init__(self, react: Callable[[dict[str, Any]], Any] = lambda event: None) -> None:
        self.events: list[dict[str, Any]] = []
        self._react = react

    def emit(self, kind: str, **fields: Any) -> None:
        """Keeps one event."""
        event = {"type": kind, **fields}
        self.events.append(event)
        self._react(event)

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The events of one kind, oldest first."""
        return [event for event in self.events if event["type"] == kind]


def weights(folder: Path) -> dict[str, Any]:
    """The tensors of a saved adapter or model."""
    from safetensors.torch import load_file

    adapter = folder / "adapter_model.safetensors"
    return load_file(adapter if adapter.exists() else folder / "model.safetensors")
