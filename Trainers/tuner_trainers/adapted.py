"""A configuration as the device can train it, and what was replaced in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Replacement:
    """A setting that was replaced, as a `warning` event tells it."""

    code: str
    key: str
    message: str


@dataclass(frozen=True)
class Adapted:
    """A configuration that the device can train, and a `warning` event's fields for each setting replaced."""

    config: dict[str, Any]
    warnings: list[dict[str, Any]]


def as_adapted(config: dict[str, Any], replaced: list[Replacement]) -> Adapted:
    """The configuration with its replacements in the form of events."""
    warnings = [{"code": one.code, "message": one.message, "details": {"key": one.key}} for one in replaced]
    return Adapted(config, warnings)
