"""A learning rate in two stages: the schedule's course, times a factor from a step on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def lower_from(schedule: Any, step: int, factor: float) -> None:
    """Multiplies the rates of a LambdaLR by `factor` for every optimizer step that follows after `step` steps.

    What the schedule saves and restores is where it stands, so a resumed training has the same rates.
    """
    schedule.lr_lambdas = [_staged(course, step, factor) for course in schedule.lr_lambdas]


def _staged(course: Callable[[int], float], step: int, factor: float) -> Callable[[int], float]:
    # A function, not an object: LambdaLR would save an object's attributes with its state.
    def at(done: int) -> float:
        return course(done) * (factor if done >= step else 1.0)

    return at
