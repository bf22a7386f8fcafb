"""One training, from the launch to the saved model."""

from __future__ import annotations

import json
import math
from typing import Any

from tuner_trainers.checkpoint import verify
from tuner_trainers.launch import Launch
from tuner_trainers.outcome import Outcome
from tuner_trainers.protocol.events import Events
from tuner_trainers.requests import EvaluationStopped, Requests
from tuner_trainers.training import Training
from tuner_trainers.trl.device import why_not_unsloth
from tuner_trainers.trl.reporters import require_reporters

# Without these a checkpoint cannot be gone on from.
STATE = "trainer_state.json"
NEEDED = frozenset({STATE, "optimizer.pt", "scheduler.pt"})


def train(launch: Launch, events: Events, requests: Requests) -> Outcome:
    """Trains as the launch says. Raises TrainerError, or whatever a library raised."""
    return TrlTraining(launch, events, requests).run()


class TrlTraining(Training):
    """With transformers, TRL and PEFT."""

    needed = NEEDED

    def _run(self) -> Outcome:
        from tuner_trainers.model.source import source_of
        from tuner_trainers.model.tokenizer import tokenizer_of

        require_reporters(self._config)
        source = source_of(self._launch)
        self._identify(source)
        tokenizer = tokenizer_of(self._launch, source)
        self._begin("loading_data", f"Reading {self._launch.data.name}.")
        rows, evaluation = self._load_rows(tokenizer)
        if self._begin("loading_model", f"Loading {self._config['model']['model_name']}."):
            return self._asked_early()
        model = self._load_model(source)
        try:
            trainer, callbacks = self._build(model, tokenizer, rows, evaluation)
        except EvaluationStopped:
            return self._asked_early()
        if self._begin("training"):
            return self._asked_early()
        return self._train(trainer, tokenizer, callbacks)

    def _load_rows(self, tokenizer: Any) -> tuple[Any, Any]:
        from tuner_trainers.rows import warn_no_evaluation
        from tuner_trainers.trl.rows import load_datasets

        rows, evaluation = load_datasets(self._launch, tokenizer, self._events)
        if evaluation is None and self._config["training"]["eval_strategy"] != "no":
            warn_no_evaluation(self._events, "dataset.evaluation_file or dataset.split_dataset")
        return rows, evaluation

    def _load_model(self, source: Any) -> Any:
        from transformers import set_seed

        from tuner_trainers.trl.model.load import load_model
        from tuner_trainers.trl.model.trainable import make_trainable

        set_seed(self._config["seed"])
        model = make_trainable(load_model(source, self._config), source, self._config)
        self._tell_model(model, why_not_unsloth(self._config, from_adapter=bool(source.adapter)))
        return model

    def _tell_model(self, model: Any, why_not: str | None) -> None:
        trainable = sum(part.numel() for part in model.parameters() if part.requires_grad)
        details = {"trainableParameters": trainable, "parameters": sum(part.numel() for part in model.parameters())}
        details["unsloth"] = {"used": True} if why_not is None else {"used": False, "reason": why_not}
        message = "Unsloth trains." if why_not is None else f"transformers and PEFT train; Unsloth does not: {why_not}."
        self._events.emit("phase", name="model_loaded", message=message, details=details)

    def _build(self, model: Any, tokenizer: Any, rows: Any, evaluation: Any) -> tuple[Any, Any]:
        from tuner_trainers.trl.build import build_trainer

        return build_trainer(
            self._launch, self._events, self._requests, model, tokenizer, rows, evaluation, resumes=bool(self._resume)
        )

    def _train(self, trainer: Any, tokenizer: Any, callbacks: Any) -> Outcome:
        total = total_steps(trainer)
        done = verify(self._resume)["step"] if self._resume else 0
        if self._resume and (self._is_over(trainer, callbacks.best) or done >= total):
            # The trainer would take one more step.
            trainer._load_from_checkpoint(str(self._resume))
            return self._finish(trainer, tokenizer, done, callbacks)
        if not self._resume:
            self._sample(trainer, tokenizer, 0)
        trainer.train(resume_from_checkpoint=str(self._resume) if self._resume else None)
        step = trainer.state.global_step
        if callbacks.stopping.reason and step < trainer.state.max_steps and not callbacks.best.is_over:
            return self._stopped(step, callbacks.stopping.reason)
        return self._finish(trainer, tokenizer, step, callbacks)

    def _is_over(self, trainer: Any, best: Any) -> bool:
        """Whether the checkpoint to resume from is one at which the training ended early; reads its evaluations."""
        from tuner_trainers.trl.callbacks.best import evaluations_of

        trainer.state.log_history = json.loads((self._resume / STATE).read_text(encoding="utf-8"))["log_history"]
        return best.rule.is_over(evaluations_of(best.rule, trainer.state.log_history))

    def _finish(self, trainer: Any, tokenizer: Any, step: int, callbacks: Any) -> Outcome:
        from tuner_trainers.trl.model.save import save_model

        path = callbacks.best.choose(trainer.state, step)
        if path is not None:
            trainer._load_from_checkpoint(str(path))
        self._sample(trainer, tokenizer, step)
        self._begin("saving_model")
        save_model(trainer.accelerator.unwrap_model(trainer.model), tokenizer, self._launch.model)
        self._events.emit("finished", step=step, model=str(self._launch.model), values=callbacks.reporting.summary)
        return Outcome("finished", step, saved=True)

    def _sample(self, trainer: Any, tokenizer: Any, step: int) -> None:
        from tuner_trainers.trl.samples import tell_samples

        tell_samples(trainer.model, tokenizer, self._config["evaluation"], step, self._events)


def total_steps(trainer: Any) -> int:
    """How many optimizer steps the whole training has."""
    args = trainer.args
    if args.max_steps > 0:
        return args.max_steps
    per_epoch = max(1, math.ceil(len(trainer.get_train_dataloader()) / args.gradient_accumulation_steps))
    return math.ceil(args.num_train_epochs * per_epoch)
