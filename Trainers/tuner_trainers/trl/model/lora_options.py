"""What PEFT and Unsloth are told of a new adapter alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_NAMES = ("r", "target_modules", "lora_alpha", "lora_dropout", "bias", "use_rslora")


def lora_options(section: Mapping[str, Any]) -> dict[str, Any]:
    """The options of the section `lora` that have the same names in both."""
    return {name: section[name] for name in _NAMES}
