"""KTO's micro-batches."""

from __future__ import annotations

from typing import Any, NamedTuple

import mlx.core as mx

from tuner_trainers.mlx.arrays import Sequences


class Pairs(NamedTuple):
    """Answers, the same prompts with an answer to another prompt, labels (1 good, 0 bad), and the rows' numbers.

    `others` is None where the loss has no use for them.
    """

    answers: Sequences
    others: Sequences | None
    good: mx.array
    rows: list[dict[str, Any]]

    @property
    def tokens(self) -> int:
        """Tokens of the answers that are not padding."""
        return self.answers.tokens
