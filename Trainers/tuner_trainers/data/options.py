"""How rows are read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tuner_trainers.data.weights import LabelWeights


@dataclass(frozen=True)
class DataOptions:
    """How rows are read. `max_length` counts tokens; `test_size` is a share; `evaluation_file` wins over it.

    `too_long` is truncate, drop or error: what becomes of rows of more than `max_length` tokens.
    `interleave` mixes KTO's good and bad answers evenly; without it they keep the order of the file. `weights` are
    KTO's, to be judged by the numbers of rows.
    """

    max_length: int = 2048
    loss_on: str = "assistant"
    filter_desirable: bool = True
    chat_template: str | None = None
    evaluation_file: str | Path | None = None
    test_size: float | None = None
    seed: int = 42
    interleave: bool = True
    too_long: str = "truncate"
    weights: LabelWeights | None = None
