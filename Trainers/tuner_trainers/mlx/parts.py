"""What a training with MLX is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tuner_trainers.best import BestRule
from tuner_trainers.checkpoint import CheckpointStore
from tuner_trainers.mlx.head import Logits
from tuner_trainers.mlx.plan import Plan
from tuner_trainers.mlx.state import State
from tuner_trainers.mlx.step import Stepper
from tuner_trainers.protocol.events import Events
from tuner_trainers.reporting.reporter import Reporter
from tuner_trainers.requests import Requests

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Parts:
    """Everything that the loop needs."""

    training: Mapping[str, Any]
    plan: Plan
    logits: Logits
    objective: Any
    stepper: Stepper
    state: State
    write_model: Callable[[Path], None]
    checkpoints: CheckpointStore
    reporter: Reporter
    requests: Requests
    rows: Rows
    held_out: Rows
    best: BestRule
    events: Events
    # Asks the model its fixed prompts, after so many steps.
    sample: Callable[[int], None]
    sample_steps: float | None
