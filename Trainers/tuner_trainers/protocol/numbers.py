"""Numbers as JSON can carry them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any


def measure(value: Any) -> float | int | None:
    """A finite number; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    return value


def finite(value: Any) -> Any:
    """A copy of a JSON document in which every number that is not finite is None."""
    if isinstance(value, float):
        return measure(value)
    if isinstance(value, dict):
        return {str(key): finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(item) for item in value]
    return value


def split_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields `values` and, when a number was not finite, `nonFinite` of an event; what is no number is left out."""
    numbers = {key: value for key, value in values.items() if isinstance(value, (int, float))}
    broken = {key: _name(value) for key, value in numbers.items() if not math.isfinite(value)}
    fields: dict[str, Any] = {"values": {key: measure(float(value)) for key, value in numbers.items()}}
    return {**fields, "nonFinite": broken} if broken else fields


def _name(value: float) -> str:
    return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
