"""KTO's other answers: each row's prompt with the answer to another prompt, for the KL term."""

from __future__ import annotations

from typing import Any


def rotate(completions: list[Any]) -> list[Any]:
    """Gives every row of a block the answer of the row before it, the first one that of the last."""
    return completions[-1:] + completions[:-1]


def add_other_answers(rows: list[dict[str, Any]], block: int) -> None:
    """Adds `KL_completion_ids` to each row, from within its block of `block` rows."""
    for at in range(0, len(rows), block):
        part = rows[at : at + block]
        for row, other in zip(part, rotate([row["completion_ids"] for row in part]), strict=True):
            row["KL_completion_ids"] = other
