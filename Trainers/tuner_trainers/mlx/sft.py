"""Supervised fine-tuning: the mean cross-entropy over the learned tokens of a step."""

from __future__ import annotations

from typing import Any

import mlx.core as mx

from tuner_trainers.mlx.arrays import Sequences, pad
from tuner_trainers.mlx.head import Logits
from tuner_trainers.mlx.tokens import judge

Sums = dict[str, float]


class Sft:
    """The objective `sft`. Rows have `input_ids` and `labels`."""

    # Dropout of the adapter is on while it trains.
    uses_dropout = True

    def __init__(self, pad_id: int) -> None:
        self._pad_id = pad_id

    def collate(self, rows: list[dict[str, Any]]) -> Sequences:
        """Rows as a micro-batch."""
        return pad([row["input_ids"] for row in rows], [row["labels"] for row in rows], self._pad_id)

    def shares(self, batches: list[Sequences]) -> list[float]:
        """By what the loss of each micro-batch is multiplied, so that their sum weights every token of a step alike."""
        targets = sum(float(batch.counts.sum()) for batch in batches)
        return [1 / targets for _ in batches]

    def loss(self, model: Logits, batch: Sequences, *, learns: bool = True) -> tuple[mx.array, dict[str, mx.array]]:
        """The summed loss of a micro-batch, and sums to be measured; with a gradient where `learns`."""
        judged = judge(model, batch, learns=learns)
        loss = -judged.logps.sum()
        sums = {"targets": batch.counts, "correct": judged.correct, "entropy": judged.entropy}
        return loss, {"loss": loss} | {name: values.sum() for name, values in sums.items()}

    def measure(self, sums: list[Sums]) -> dict[str, float]:
        """Values under TRL's names, from the sums of several micro-batches."""
        total = {name: sum(one[name] for one in sums) for name in sums[0]}
        targets = total["targets"]
        return {
            "loss": total["loss"] / targets, "mean_token_accuracy": total["correct"] / targets,
            "entropy": total["entropy"] / targets,
        }  # fmt: skip
