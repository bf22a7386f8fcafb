"""The course of the learning rate: the same curves as transformers' (`transformers.optimization`, by name)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from tuner_trainers.errors import config_error

# (steps done, warm-up steps, all steps, peak rate) -> share of the peak rate.
_Curve = Callable[..., float]


def learning_rate(training: Mapping[str, Any], total_steps: int) -> Callable[[int], float]:
    """The learning rate for the step that follows after `done` optimizer steps.

    Raises TrainerError CONFIG_INVALID when lr_scheduler_kwargs do not fit the schedule.
    """
    name, extra, peak = training["lr_scheduler_type"], training["lr_scheduler_kwargs"], training["learning_rate"]
    warmup = warmup_steps(training, total_steps)
    curve = _CURVES[name]

    def at(done: int) -> float:
        if name != "constant" and done < warmup:
            return peak * done / max(1, warmup)
        return peak * curve(done, warmup, total_steps, peak, **extra)

    try:
        at(warmup)
    except TypeError as error:
        message = f"training.lr_scheduler_kwargs {dict(extra)} do not fit the schedule {name}: {error}."
        raise config_error(message, "Leave out what the schedule does not know.") from error
    return at


def warmup_steps(training: Mapping[str, Any], total_steps: int) -> int:
    """How many steps the learning rate rises: warmup_steps, or else a share of all steps, rounded up."""
    return training["warmup_steps"] or math.ceil(total_steps * training["warmup_ratio"])


def _progress(done: int, warmup: int, total: int) -> float:
    return (done - warmup) / max(1, total - warmup)


def _constant(done: int, warmup: int, total: int, peak: float) -> float:
    return 1.0


def _linear(done: int, warmup: int, total: int, peak: float) -> float:
    return max(0.0, (total - done) / max(1, total - warmup))


def _cosine(done: int, warmup: int, total: int, peak: float, num_cycles: float = 0.5) -> float:
    return max(0.0, 0.5 * (1 + math.cos(2 * math.pi * num_cycles * _progress(done, warmup, total))))


def _restarts(done: int, warmup: int, total: int, peak: float, num_cycles: int = 1) -> float:
    progress = _progress(done, warmup, total)
    return 0.0 if progress >= 1 else max(0.0, 0.5 * (1 + math.cos(math.pi * (num_cycles * progress % 1))))


def _polynomial(done: int, warmup: int, total: int, peak: float, lr_end: float = 1e-7, power: float = 1.0) -> float:
    if done > total:
        return lr_end / peak
    remaining = 1 - (done - warmup) / max(1, total - warmup)
    return ((peak - lr_end) * remaining**power + lr_end) / peak


def _inverse_sqrt(done: int, warmup: int, total: int, peak: float, timescale: int | None = None) -> float:
    scale = timescale or warmup or 10_000
    return 1 / math.sqrt((done + scale - warmup) / scale)


def _cosine_min(
    done: int, warmup: int, total: int, peak: float, num_cycles: float = 0.5, min_lr: float | None = None,
    min_lr_rate: float | None = None,
) -> float:  # fmt: skip
    if (min_lr is None) == (min_lr_rate is None):
        raise TypeError("give one of min_lr and min_lr_rate")
    floor = min_lr / peak if min_lr is not None else min_lr_rate
    factor = 0.5 * (1 + math.cos(2 * math.pi * num_cycles * _progress(done, warmup, total)))
    return max(0.0, factor * (1 - floor) + floor)


_CURVES: dict[str, _Curve] = {
    "constant": _constant, "constant_with_warmup": _constant, "linear": _linear, "cosine": _cosine,
    "cosine_with_restarts": _restarts, "polynomial": _polynomial, "inverse_sqrt": _inverse_sqrt,
    "cosine_with_min_lr": _cosine_min,
}  # fmt: skip
