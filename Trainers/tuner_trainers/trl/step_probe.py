"""Measures a few steps of TRL."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path
from typing import Any

import torch
from transformers import TrainerCallback

from tuner_trainers.launch import Launch
from tuner_trainers.outcome import Outcome
from tuner_trainers.protocol.events import Events
from tuner_trainers.reporting.step_memory import ResidentMemory, StepMemory
from tuner_trainers.requests import Requests
from tuner_trainers.step_probe import STEPS, longest
from tuner_trainers.trl.args import max_length
from tuner_trainers.trl.train import TrlTraining


def measure(launch: Launch, events: Events, cache: Path) -> dict[str, Any]:
    """What the launch's first steps need, with its longest rows; `cache` takes what is learned of them.

    Raises TrainerError, or whatever a library raised.
    """
    _import_all(launch.method)
    return _Probe(launch, events, cache).measure()


def _import_all(method: str) -> None:
    import peft  # noqa: F401
    from transformers import AutoModelForCausalLM, AutoTokenizer  # noqa: F401

    import tuner_trainers.trl.build  # noqa: F401
    import tuner_trainers.trl.rows  # noqa: F401

    if method == "kto":
        import tuner_trainers.trl.trainers.kto_s  # noqa: F401
    else:
        import tuner_trainers.trl.trainers.sft  # noqa: F401


class _Probe(TrlTraining):
    def __init__(self, launch: Launch, events: Events, cache: Path) -> None:
        super().__init__(launch, events, Requests(launch.requests))
        self._memory = ResidentMemory() if launch.config["system"]["device"] == "cpu" else _GpuMemory()
        self._cache, self._found = cache, dict[str, Any]()

    def measure(self) -> dict[str, Any]:
        """Trains and gives what was measured."""
        self.run()
        return self._found

    def _load_rows(self, tokenizer: Any) -> tuple[Any, Any]:
        rows, _ = super()._load_rows(tokenizer)
        training = self._config["training"]
        size = training["per_device_train_batch_size"] * training["gradient_accumulation_steps"] * STEPS
        names = ("input_ids",) if self._launch.method == "sft" else ("prompt_ids", "completion_ids")
        lengths = [sum(map(len, row)) for row in zip(*(rows[name] for name in names), strict=True)]
        tokens = size * max_length(self._config) if training.get("packing") else 0
        chosen = longest(lengths, size, tokens)
        self._found |= {"objective": self._launch.method, "longestTokens": lengths[chosen[0]]}
        # What KTO's reference says of these few rows must not be taken for what it says of all.
        self._launch = dataclasses.replace(self._launch, cache=self._cache)
        return rows.select(chosen), None

    def _train(self, trainer: Any, tokenizer: Any, callbacks: Any) -> Outcome:
        from torch.utils.data import SequentialSampler

        trainer._get_train_sampler = lambda *_: SequentialSampler(trainer.train_dataset)
        watch = _Watch()
        trainer.add_callback(watch)
        self._found |= self._memory.loaded()
        trainer.train()
        seconds = watch.seconds / trainer.args.gradient_accumulation_steps
        self._found |= {"stepPeakBytes": self._memory.peak(), "secondsPerMicroBatch": seconds}
        return Outcome("finished", trainer.state.global_step, saved=False)


class _Watch(TrainerCallback):
    """How long the last step took."""

    def __init__(self) -> None:
        self._began, self.seconds = 0.0, 0.0

    def on_step_begin(self, *_: Any, **__: Any) -> None:
        """A step begins."""
        self._began = time.perf_counter()

    def on_step_end(self, *_: Any, **__: Any) -> None:
        """It is done."""
        self.seconds = time.perf_counter() - self._began


class _GpuMemory(StepMemory):
    """What PyTorch reserved on the GPU, of which nothing was there before."""

    def added(self) -> int:
        """What is reserved now, in bytes."""
        return torch.cuda.memory_reserved()

    def peak(self) -> int:
        """The most that was reserved since the last `reset`."""
        return torch.cuda.max_memory_reserved()

    def reset(self) -> None:
        """Begins to look for a peak anew."""
        torch.cuda.reset_peak_memory_stats()
