"""What a model is worth on held-out rows."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import mlx.core as mx

from tuner_trainers.mlx.head import Logits
from tuner_trainers.requests import EvaluationStopped


def evaluate(
    model: Logits, objective: Any, rows: list[dict[str, Any]], size: int, asked: Callable[[], bool]
) -> dict[str, float]:
    """Values under TRL's names with `eval_` before them, each row or token weighing alike.

    Draws no random numbers. Raises EvaluationStopped when `asked` says so between two batches of `size` rows.
    """
    started = time.monotonic()
    model.model.eval()
    sums = []
    for at in range(0, len(rows), size):
        if asked():
            raise EvaluationStopped
        _, parts = objective.loss(model, objective.collate(rows[at : at + size]), learns=False)
        mx.eval(parts)
        sums.append({name: value.item() for name, value in parts.items()})
    values = objective.measure(sums) | {"runtime": time.monotonic() - started}
    return {f"eval_{name}": value for name, value in values.items()}
