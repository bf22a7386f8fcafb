"""Kahneman-Tversky optimization (https://huggingface.co/papers/2402.01306, equation 7), with TRL's numbers.

With the log-ratio r of policy and reference on an answer, and z the mean log-ratio of the batch on answers to other
prompts, never below 0: a good answer costs w_d (1 - sigmoid(beta (r - z))), a bad one w_u (1 - sigmoid(beta (z - r))).
Under `apo_zero_unpaired` z is 0 (https://huggingface.co/papers/2408.06266, equation 7, without pairs).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mlx.core as mx

from tuner_trainers.data.tokenize import NO_LOSS
from tuner_trainers.mlx.arrays import Sequences, pad
from tuner_trainers.mlx.head import Logits
from tuner_trainers.mlx.pairs import Pairs
from tuner_trainers.mlx.reference import Reference
from tuner_trainers.mlx.tokens import Judged, judge

Sums = dict[str, float]


class Kto:
    """The objective `kto`. Rows have `prompt_ids`, `completion_ids`, `KL_completion_ids` and `label`."""

    # As in TRL: policy and reference are compared without noise.
    uses_dropout = False

    def __init__(self, pad_id: int, section: Mapping[str, Any], max_length: int, reference: Reference) -> None:
        self._pad_id, self._max_length, self._reference = pad_id, max_length, reference
        self._compares = section["loss_type"] == "kto"
        self._beta, self._good, self._bad = section["beta"], section["lambda_d"], section["lambda_u"]

    def collate(self, rows: list[dict[str, Any]]) -> Pairs:
        """Rows as a micro-batch."""
        good = mx.array([float(row["label"]) for row in rows])
        others = self._sequences(rows, "KL_completion_ids") if self._compares else None
        return Pairs(self._sequences(rows, "completion_ids"), others, good, rows)

    def shares(self, batches: list[Pairs]) -> list[float]:
        """By what the loss of each micro-batch is multiplied: each counts alike, as in TRL."""
        return [1 / len(batches) for _ in batches]

    def loss(self, model: Logits, batch: Pairs, *, learns: bool = True) -> tuple[mx.array, dict[str, mx.array]]:
        """The mean loss of a micro-batch, and sums to be measured; with a gradient where `learns`."""
        reference, *others = self._reference.logps(model, batch)
        judged = judge(model, batch.answers, learns=learns)
        kl = _divergence(judge(model, batch.others, learns=False), *others) if batch.others else mx.array(0.0)
        ratios = judged.logps - reference
        good = batch.good
        costs = good * self._good * (1 - mx.sigmoid(self._beta * (ratios - kl)))
        costs = costs + (1 - good) * self._bad * (1 - mx.sigmoid(self._beta * (kl - ratios)))
        loss = costs.mean()
        return loss, {"loss": loss, "kl": kl, "batches": mx.array(1.0)} | self._sums(batch, judged, ratios)

    def measure(self, sums: list[Sums]) -> dict[str, float]:
        """Values under TRL's names, from the sums of several micro-batches; `rewards/*` only where there are rows."""
        total = {name: sum(one[name] for one in sums) for name in sums[0]}
        values = {name: total[name] / total["batches"] for name in ("loss", "kl")}
        values["entropy"] = total["entropy"] / total["targets"]
        for kind in ("chosen", "rejected"):
            if rows := total[f"rows/{kind}"]:
                values |= {f"{name}/{kind}": total[f"{name}/{kind}"] / rows for name in ("rewards", "logps")}
                values[f"logits/{kind}"] = total[f"logits/{kind}"] / total[f"targets/{kind}"]
        if "rewards/chosen" in values and "rewards/rejected" in values:
            values["rewards/margins"] = values["rewards/chosen"] - values["rewards/rejected"]
        return values

    def _sequences(self, rows: list[dict[str, Any]], answer: str) -> Sequences:
        whole = [(row["prompt_ids"] + row[answer])[: self._max_length] for row in rows]
        starts = [len(row["prompt_ids"]) for row in rows]
        labels = [[NO_LOSS] * at + ids[at:] for ids, at in zip(whole, starts, strict=True)]
        return pad(whole, labels, self._pad_id)

    def _sums(self, batch: Pairs, judged: Judged, ratios: mx.array) -> dict[str, mx.array]:
        targets = batch.answers.counts
        rewards = mx.stop_gradient(self._beta * ratios)
        sums = {"entropy": judged.entropy.sum(), "targets": targets.sum()}
        for kind, chosen in (("chosen", batch.good), ("rejected", 1 - batch.good)):
            sums |= {
                f"rows/{kind}": chosen.sum(), f"rewards/{kind}": (chosen * rewards).sum(),
                f"logps/{kind}": (chosen * judged.logps).sum(), f"logits/{kind}": (chosen * judged.mean_logits).sum(),
                f"targets/{kind}": (chosen * targets).sum(),
            }  # fmt: skip
        return sums


def _divergence(judged: Judged, reference: mx.array) -> mx.array:
    return mx.maximum(mx.stop_gradient((judged.logps - reference).mean()), 0)
