"""A training's state on disk: everything that its next step depends on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import mlx.core as mx
import mlx.nn as nn
from mlx.utils import tree_flatten

from tuner_trainers.best import Evaluation
from tuner_trainers.errors import TrainerError
from tuner_trainers.mlx.optimizer import Optimizer
from tuner_trainers.mlx.reference_files import REFERENCE, write_reference

OPTIMIZER, STATE = "optimizer.safetensors", "trainer_state.json"
# Without these a checkpoint cannot be gone on from.
NEEDED = frozenset({OPTIMIZER, STATE})

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class State:
    """What is saved besides the weights: the optimizer, and where KTO keeps its reference's numbers, the rows."""

    model: nn.Module
    optimizer: Optimizer
    row_sets: Mapping[str, Rows]
    # What must be the same for the rest of the training to be the same.
    identity: Mapping[str, Any]
    # What evaluations gave so far, as a rule for the best one sees it.
    evaluations: list[Evaluation] = field(default_factory=list)

    @property
    def trained_bytes(self) -> int:
        """How much the weights take that are trained."""
        return sum(value.nbytes for _, value in tree_flatten(self.model.trainable_parameters()))

    def save(self, folder: Path, step: int, write_model: Callable[[Path], None]) -> None:
        """Writes a checkpoint's files into `folder`; what an attempt left there before goes."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        write_model(folder)
        mx.save_safetensors(str(folder / OPTIMIZER), self.optimizer.state())
        write_reference(folder, self.row_sets)
        record = {"step": step, **self.identity, "evaluations": self.evaluations}
        (folder / STATE).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")

    def load(self, folder: Path) -> int:
        """Puts the state of a checkpoint back; gives its step. Raises TrainerError when it is another training's."""
        record = json.loads((folder / STATE).read_text(encoding="utf-8"))
        for key, expected in self.identity.items():
            if record.get(key) != expected:
                message = f"{folder} belongs to another training: its {key} is {record.get(key)!r}, not {expected!r}."
                hint = "Go on with the configuration and data that the checkpoint was trained with."
                raise TrainerError("CHECKPOINT_INVALID", message, hint, {"key": key})
        self.evaluations[:] = [(step, value) for step, value in record.get("evaluations", [])]
        self.load_weights(folder)
        self.optimizer.restore(mx.load(str(folder / OPTIMIZER)))
        return record["step"]

    def load_weights(self, folder: Path) -> None:
        """Gives the model the weights of a checkpoint. Raises TrainerError when some are missing there."""
        there = dict(tree_flatten(self.model.trainable_parameters()))
        weights: dict[str, mx.array] = {}
        for file in sorted(folder.glob("*.safetensors")):
            if file.name not in (OPTIMIZER, REFERENCE):
                weights |= mx.load(str(file))
        if missing := sorted(set(there) - set(weights)):
            message = f"{folder} lacks the weights of {missing[0]}."
            raise TrainerError("CHECKPOINT_INVALID", message, "Resume from another checkpoint.")
        self.model.load_weights([(name, weights[name]) for name in there], strict=False)
