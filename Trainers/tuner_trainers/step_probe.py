"""One real step of the longest rows, measured: what a plan of memory and time is corrected with.

The trainers' own code trains, in a process of its own that saves nothing. Phases are printed as they begin, as JSON
Lines.
"""

from __future__ import annotations

import copy
import dataclasses
import importlib
import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tuner_trainers.answering import answer
from tuner_trainers.config.checked import checked
from tuner_trainers.launch import Launch
from tuner_trainers.methods import find_method, value_at
from tuner_trainers.quiet import set_quiet_environment

# The first makes the optimizer's state; from the second on a training needs what it will always need.
STEPS = 2
# Gradients of one micro-batch are there while the next is computed; a third would add nothing.
_ACCUMULATION = 2


def probe(launch: Launch, *, under_tuner: bool) -> int:
    """Measures what the launch would need; returns the exit code of the process.

    Under Tuner the answer is a file in the folder of requests; alone it is printed, after the phases.
    """
    # Below the folder of requests whoever asked removes it, also after the process was killed.
    below = launch.requests if under_tuner else None
    return answer("probe", launch, lambda: _probe(checked(launch), below), under_tuner=under_tuner)


def _probe(launch: Launch, below: Path | None) -> dict[str, Any]:
    method = find_method(launch.method)
    set_quiet_environment(value_at(launch.config, method.model), launch.config)
    adapted = importlib.import_module(f"{method.engine}.device").adapt(launch.config)
    with tempfile.TemporaryDirectory(prefix="tuner-probe-", dir=below) as folder:
        place, config = Path(folder), shortened(adapted.config)
        launch = dataclasses.replace(launch, config=config, resume_from=None, checkpoints=place / "checkpoints")
        found = importlib.import_module(f"{method.engine}.step_probe").measure(launch, Spoken(), place / "cache")
    return found | {"peakBytes": max(found["loadPeakBytes"], found["stepPeakBytes"])}


def shortened(config: dict[str, Any]) -> dict[str, Any]:
    """The configuration of a training of a few steps that evaluates, saves and reports nothing."""
    short = copy.deepcopy(config)
    training = short["training"]
    training |= {
        "max_steps": STEPS, "eval_strategy": "no", "save_strategy": "no", "eval_on_start": False,
        "load_best_model_at_end": False, "early_stopping_patience": None,
        "gradient_accumulation_steps": min(_ACCUMULATION, training["gradient_accumulation_steps"]),
    }  # fmt: skip
    if "report_to" in training:
        training["report_to"], short["wandb"]["enabled"] = [], False
    if "data" in short:
        # The rows come in the order in which they were chosen.
        short["data"]["shuffle"], training["group_by_length"] = False, False
    short["evaluation"] |= {"sample_prompts": [], "sample_steps": None}
    return short


def longest(lengths: Iterable[int], wanted: int, tokens: int = 0) -> list[int]:
    """Which rows are the longest, the longest first: `wanted` of them, repeated where there are fewer.

    With `tokens`, as many more as are needed to have so many tokens: packed rows share a place in the batch.
    """
    known = list(lengths)
    order = sorted(range(len(known)), key=lambda row: -known[row])
    chosen, total = [], 0
    while len(chosen) < wanted or total < tokens:
        row = order[len(chosen) % len(order)]
        chosen.append(row)
        total += max(1, known[row])
    return chosen


class Spoken:
    """Prints phases and warnings as JSON Lines, and nothing else of what a training tells."""

    def emit(self, kind: str, **fields: Any) -> None:
        """Prints the event if it is a phase or a warning."""
        if kind in ("phase", "warning"):
            print(json.dumps({"type": kind, **fields}), flush=True)
