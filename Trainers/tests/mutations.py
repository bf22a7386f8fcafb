"""Inputs that chance makes of whole ones, from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

_PIECES = (
    "", "\0", "\n", "\t", '"', "{", "}", "[", "]", ":", ",", "#", "&a", "*a", "!!python/object:os.system", "---", "\\",
    "\\ud83d", "\ufeff", "null", "true", "NaN", ".inf", "1e999", "9" * 5000, "0x1F", "__class__", "../..", "~", "é",
    "[" * 3000, "1.0",
)  # fmt: skip
_VALUES = (None, True, -1, 0, 1e308, float("nan"), float("inf"), "", "x", "\ud83d", [], {}, [None], {"a": []}, 10**400)


def texts(whole: str, count: int, seed: int) -> Iterator[bytes]:
    """`count` texts with up to four changes each, some of which are no text any more."""
    chance = random.Random(seed)
    for _ in range(count):
        text = whole
        for _ in range(chance.randint(1, 4)):
            start = chance.randint(0, len(text))
            text = text[:start] + chance.choice(_PIECES) + text[start + chance.randint(0, 30) :]
        raw = bytearray(text.encode("utf-8", "surrogatepass"))
        if raw and chance.random() < 0.3:
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        yield bytes(raw)


def documents(whole: dict[str, Any], count: int, seed: int) -> Iterator[dict[str, Any]]:
    """`count` documents in which up to three values, sections or keys are something else."""
    chance = random.Random(seed)
    for _ in range(count):
        document = whole
        for _ in range(chance.randint(1, 3)):
            document = _changed(document, chance)
        yield document


def _changed(part: Any, chance: random.Random) -> Any:
    if not isinstance(part, (dict, list)) or not part or chance.random() < 0.2:
        return chance.choice(_VALUES)
    if isinstance(part, list):
        at = chance.randrange(len(part))
        return [*part[:at], _changed(part[at], chance), *part[at + 1 :]]
    key = chance.choice(list(part))
    if chance.random() < 0.2:
        return {("x" if name == key else name): value for name, value in part.items()}
    return {**part, key: _changed(part[key], chance)}
