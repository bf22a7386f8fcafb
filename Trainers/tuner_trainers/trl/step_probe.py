"""Measures a few steps of TRL."""

from __future__ import annotations

import time
from typing import Any

from transformers import TrainerCallback

from tuner_trainers.launch import Launch
from tuner_trainers.outcome import Outcome
from tuner_trainers.protocol.events import Events
from tuner_trainers.reporting.step_memory import ResidentMemory
from tuner_trainers.requests import Requests
from tuner_trainers.step_probe import STEPS, longest
from tuner_trainers.trl.args import max_length
from tuner_trainers.trl.train import TrlTraining


def measure(launch: Launch, events: Events) -> dict[str, Any]:
    """What the launch's first steps need, with its longest rows. Raises TrainerError, or whatever a library raised."""
    _import_all(launch.method)
    return _Probe(launch, events).measure()


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
    def __init__(self, launch: Launch, events: Events) -> None:
        super().__init__(launch, events, Requests(launch.requests))
        self._memory = _memory(launch.config["system"]["device"])
        self._found: dict[str, Any] = {}

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
        self._found |= {"longestTokens": lengths[chosen[0]]}
        return rows.select(chosen), None

    def _train(self, trainer: Any, tokenizer: Any, callbacks: Any) -> Outcome:
        from torch.utils.data import SequentialSampler

        trainer._get_train_sampler = lambda *_: SequentialSampler(trainer.train_dataset)
        watch = _Watch()
        trainer.add_callback(watch)
        self._found |= {"importedBytes": self._memory.imported, "loadedBytes": self._memory.added(),
                        "loadPeakBytes": self._memory.peak()}  # fmt: skip
        self._memory.reset()
        trainer.train()
        peak = self._memory.peak()
        self._found |= {"stepPeakBytes": peak, "peakBytes": max(peak, self._found["loadPeakBytes"]),
                        "secondsPerMicroBatch": watch.seconds / trainer.args.gradient_accumulation_steps}  # fmt: skip
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


def _memory(device: str) -> Any:
    return ResidentMemory() if device == "cpu" else _GpuMemory()


class _GpuMemory:
    """What PyTorch reserved on the GPU, of which nothing was there before."""

    imported = 0

    def added(self) -> int:
        """What is reserved now, in bytes."""
        import torch

        return torch.cuda.memory_reserved()

    def peak(self) -> int:
        """The most that was reserved since the last `reset`."""
        import torch

        return torch.cuda.max_memory_reserved()

    def reset(self) -> None:
        """Begins to look for a peak anew."""
        import torch

        torch.cuda.reset_peak_memory_stats()
