"""One training, from the launch to the saved model."""

from __future__ import annotations

from typing import Any

from tuner_trainers.best import find_best
from tuner_trainers.launch import Launch
from tuner_trainers.mlx.rows import Prepared, prepare_rows
from tuner_trainers.mlx.state import NEEDED
from tuner_trainers.model.save import save_folder
from tuner_trainers.model.source import Source, source_of
from tuner_trainers.model.tokenizer import tokenizer_of
from tuner_trainers.outcome import Outcome
from tuner_trainers.protocol.events import Events
from tuner_trainers.requests import EvaluationStopped, Requests
from tuner_trainers.training import Training


def train(launch: Launch, events: Events, requests: Requests) -> Outcome:
    """Trains as the launch says. Raises TrainerError, or whatever a library raised."""
    return MlxTraining(launch, events, requests).run()


class MlxTraining(Training):
    """With the models of mlx-lm."""

    needed = NEEDED

    def _run(self) -> Outcome:
        source = source_of(self._launch)
        self._identify(source)
        tokenizer = tokenizer_of(self._launch, source)
        self._begin("loading_data", f"Reading {self._launch.data.name}.")
        rows = self._rows(tokenizer)
        if self._begin("loading_model", f"Loading {self._config['model']['name']}."):
            return self._asked_early()
        return self._with_model(source, tokenizer, rows)

    def _rows(self, tokenizer: Any) -> Prepared:
        return prepare_rows(self._launch, tokenizer, self._events)

    def _with_model(self, source: Source, tokenizer: Any, rows: Prepared) -> Outcome:
        from tuner_trainers.mlx.assemble import assemble
        from tuner_trainers.mlx.loop import Loop
        from tuner_trainers.mlx.model import load_model
        from tuner_trainers.mlx.trainable import count_parameters, make_trainable

        loaded = load_model(source.base, self._config)
        adapter = make_trainable(loaded, source, self._config)
        self._events.emit("phase", name="model_loaded", details=count_parameters(loaded.model))
        try:
            parts = assemble(
                self._launch, loaded, adapter, source, tokenizer, rows, self._resume, self._events, self._requests
            )
        except EvaluationStopped:
            return self._asked_early()
        step = parts.state.load(self._resume) if self._resume else 0
        if self._begin("training"):
            return self._asked_early()
        return self._train(Loop(parts, step), parts)

    def _train(self, loop: Any, parts: Any) -> Outcome:
        if not self._resume:
            parts.sample(0)
        if not loop.is_over:
            loop.run()
        if not loop.is_over:
            return self._stopped(loop.step, loop.reason)
        best = find_best(parts.best, parts.state.evaluations, parts.checkpoints, self._events)
        if best is not None and best.step != loop.step:
            parts.state.load_weights(parts.checkpoints.path(best.step))
        parts.sample(loop.step)
        self._begin("saving_model")
        save_folder(self._launch.model, parts.write_model)
        self._events.emit("finished", step=loop.step, model=str(self._launch.model), values=loop.newest)
        return Outcome("finished", loop.step, saved=True)
