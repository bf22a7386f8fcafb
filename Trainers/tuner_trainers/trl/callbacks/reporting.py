"""Progress, metrics and evaluations of a TRL trainer."""

from __future__ import annotations

import math
from typing import Any

from transformers import TrainerCallback

from tuner_trainers.reporting.memory import resident_bytes
from tuner_trainers.reporting.reporter import Reporter, Standing

_SUMMARY = "train_runtime"


class ReportingCallback(TrainerCallback):
    """Passes on to a Reporter what the trainer does and logs."""

    def __init__(self, reporter: Reporter, sample_steps: float | None) -> None:
        self._reporter, self._sample_steps = reporter, sample_steps
        self.trainer: Any = None
        self.summary: dict[str, float] = {}

    def on_train_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """The first progress. The intervals are those of the configuration, also after resuming."""
        state.compute_steps(args, state.max_steps)
        self._reporter.begin(self._standing(state), self._intervals(args, state, len(kwargs["train_dataloader"])))

    def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Progress after a step."""
        self.trainer.collect_counts()
        self._reporter.advance(self._standing(state))

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **kwargs: Any) -> None:
        """Sorts a log of the trainer into metrics, evaluation or the summary at the end."""
        values = {key: float(value) for key, value in (logs or {}).items() if isinstance(value, (int, float))}
        epoch = values.pop("epoch", state.epoch)
        if _SUMMARY in values:
            self.summary = values
            return
        evaluates = any(key.startswith("eval_") for key in values)
        tell = self._reporter.evaluation if evaluates else self._reporter.metrics
        tell(state.global_step, epoch, values)

    def on_train_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """The last progress."""
        self._reporter.tell(self._standing(state))

    def _intervals(self, args: Any, state: Any, batches: int) -> dict[str, int]:
        epoch, samples = max(1, math.ceil(batches / args.gradient_accumulation_steps)), self._sample_steps or 0
        return {
            "evaluation": epoch if args.eval_strategy == "epoch" else int(state.eval_steps or 0),
            "checkpoint": epoch if args.save_strategy == "epoch" else int(state.save_steps or 0),
            "sample": int(samples) if samples >= 1 else math.ceil(samples * state.max_steps),
        }

    def _standing(self, state: Any) -> Standing:
        epochs = float(state.num_train_epochs)
        return Standing(state.global_step, state.max_steps, state.epoch or 0.0, epochs, self.trainer.tokens)


def memory_of(device: str) -> tuple[int | None, int | None]:
    """Memory in use and its peak, in bytes: the GPU's on cuda, else resident memory."""
    if device != "cuda":
        return resident_bytes()
    import torch

    return torch.cuda.memory_reserved(), torch.cuda.max_memory_reserved()
