"""Whether KTO's weights fit the numbers of good and bad rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tuner_trainers.data.report import DataWarning

_LONGEST = 4 / 3


@dataclass(frozen=True)
class LabelWeights:
    """How much good and bad rows weigh, and the keys that say so."""

    good: float
    bad: float
    keys: tuple[str, str]


def weight_notes(labels: Iterable[bool], weights: LabelWeights) -> list[DataWarning]:
    """Advice when good rows x weight : bad rows x weight is outside 1 : 1 to 4 : 3, TRL's rule for KTO.

    See https://huggingface.co/docs/trl/kto_trainer, "Imbalanced data". Nothing where one kind is missing.
    """
    counts = Counter(labels)
    if not counts[True] or not counts[False]:
        return []
    ratio = counts[True] * weights.good / (counts[False] * weights.bad)
    # Rounded, so that an odd row in many is no reason to warn.
    if 1 <= round(ratio, 2) <= round(_LONGEST, 2):
        return []
    good, bad = weights.good / ratio, weights.bad * ratio
    message = (
        f"{counts[True]} good rows and {counts[False]} bad ones weigh {ratio:.2f} : 1, best is 1 to 1.33 : 1. Set "
        f"{weights.keys[0]} to {_span(good, good * _LONGEST)}, or {weights.keys[1]} to {_span(bad / _LONGEST, bad)}."
    )
    fitting = {weights.keys[0]: [good, good * _LONGEST], weights.keys[1]: [bad / _LONGEST, bad]}
    details = {"desirable": counts[True], "undesirable": counts[False], "ratio": ratio, "fitting": fitting}
    return [DataWarning("label_weights", message, details)]


def _span(low: float, high: float) -> str:
    return f"{low:.3g} to {high:.3g}"
