"""Measures a few steps of MLX."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path
from typing import Any

import mlx.core as mx

from tuner_trainers.data.pairs import add_other_answers
from tuner_trainers.launch import Launch
from tuner_trainers.mlx.rows import Prepared
from tuner_trainers.mlx.train import MlxTraining
from tuner_trainers.outcome import Outcome
from tuner_trainers.protocol.events import Events
from tuner_trainers.reporting.step_memory import ResidentMemory, StepMemory
from tuner_trainers.requests import Requests
from tuner_trainers.step_probe import STEPS, longest


def measure(launch: Launch, events: Events, cache: Path) -> dict[str, Any]:
    """What the launch's first steps need, with its longest rows; `cache` takes what is learned of them.

    Raises TrainerError, or whatever a library raised.
    """
    import mlx_lm.tuner.trainer  # noqa: F401
    import mlx_lm.tuner.utils  # noqa: F401
    import mlx_lm.utils  # noqa: F401

    import tuner_trainers.mlx.assemble  # noqa: F401
    import tuner_trainers.mlx.loop  # noqa: F401

    return _Probe(launch, events, cache).measure()


class _Probe(MlxTraining):
    def __init__(self, launch: Launch, events: Events, cache: Path) -> None:
        super().__init__(launch, events, Requests(launch.requests))
        self._memory = ResidentMemory() if launch.config["system"]["device"] == "cpu" else _MetalMemory()
        self._cache, self._found = cache, dict[str, Any]()

    def measure(self) -> dict[str, Any]:
        """Trains and gives what was measured."""
        self.run()
        return self._found

    def _rows(self, tokenizer: Any) -> Prepared:
        prepared = super()._rows(tokenizer)
        training, rows = self._config["training"], prepared.train
        size = training["per_device_batch_size"]
        names = ("input_ids",) if prepared.objective == "sft" else ("prompt_ids", "completion_ids")
        lengths = [sum(len(row[name]) for name in names) for row in rows]
        chosen = longest(lengths, size * training["gradient_accumulation_steps"] * STEPS)
        self._found |= {"objective": prepared.objective, "longestTokens": lengths[chosen[0]]}
        # What KTO's reference says of these few rows must not be taken for what it says of all.
        self._launch = dataclasses.replace(self._launch, cache=self._cache)
        train = [dict(rows[row]) for row in chosen]
        if prepared.objective == "kto":
            add_other_answers(train, size)
        return dataclasses.replace(prepared, train=train, held_out=[])

    def _train(self, loop: Any, parts: Any) -> Outcome:
        from tuner_trainers.mlx.loop import Loop

        stepper = _Timed(parts.stepper)
        loop = Loop(dataclasses.replace(parts, stepper=stepper), 0)
        self._found |= self._memory.loaded()
        loop.run()
        accumulation = self._config["training"]["gradient_accumulation_steps"]
        self._found |= {"stepPeakBytes": self._memory.peak(), "secondsPerMicroBatch": stepper.seconds / accumulation}
        return Outcome("finished", loop.step, saved=False)


class _Timed:
    """A stepper, and how long its last step took."""

    def __init__(self, inner: Any) -> None:
        self._inner, self.seconds = inner, 0.0

    def rate(self, step: int) -> float:
        """The learning rate after so many steps."""
        return self._inner.rate(step)

    def take(self, *args: Any) -> Any:
        """Takes a step."""
        began = time.perf_counter()
        done = self._inner.take(*args)
        self.seconds = time.perf_counter() - began
        return done


class _MetalMemory(StepMemory):
    """What MLX holds on Metal, of which nothing was there before."""

    def added(self) -> int:
        """What is in use now, in bytes."""
        return mx.get_active_memory()

    def peak(self) -> int:
        """The most that was in use since the last `reset`."""
        return mx.get_peak_memory()

    def reset(self) -> None:
        """Begins to look for a peak anew."""
        mx.reset_peak_memory()
