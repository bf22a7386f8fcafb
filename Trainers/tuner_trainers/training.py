"""One training, from the launch to the saved model: what every engine has in common."""

from __future__ import annotations

import dataclasses
import gc
from abc import ABC, abstractmethod

from tuner_trainers.checkpoint import choose_checkpoint, is_complete, read_manifest
from tuner_trainers.launch import Launch
from tuner_trainers.model.source import Source
from tuner_trainers.outcome import Outcome
from tuner_trainers.protocol.events import Events
from tuner_trainers.requests import Cancelled, Requests
from tuner_trainers.training_identity import check_identity, identify


class Training(ABC):
    """Tells its phases and hears requests. `needed` names the files without which a checkpoint cannot be resumed."""

    needed: frozenset[str]

    def __init__(self, launch: Launch, events: Events, requests: Requests) -> None:
        self._launch, self._config, self._events, self._requests = launch, launch.config, events, requests
        self._resume = choose_checkpoint(launch.resume_from, self.needed) if launch.resume_from else None

    def run(self) -> Outcome:
        """Trains as the launch says. Raises TrainerError, or whatever a library raised."""
        try:
            return self._run()
        except Cancelled:
            return Outcome("stopped", self._requests.step, saved=False, reason="cancel")

    @abstractmethod
    def _run(self) -> Outcome:
        """Trains; may raise Cancelled."""

    def _identify(self, source: Source) -> None:
        """Notes whose checkpoints these are. Raises TrainerError when the one to go on from is another training's."""
        origin = identify(self._launch, source)
        if self._resume:
            check_identity(self._resume, read_manifest(self._resume), origin, self._events)
        self._launch = dataclasses.replace(self._launch, origin=origin)

    def _begin(self, phase: str, message: str = "") -> str | None:
        """Tells that a phase begins; gives who asked for an end meanwhile."""
        if phase == "training":
            # Garbage of the steps only: what stands when they begin stays (main.py).
            gc.freeze()
            gc.enable()
        self._events.emit("phase", name=phase, **({"message": message} if message else {}))
        return self._requests.pending()

    def _asked_early(self) -> Outcome:
        """The outcome when somebody asked for an end before the first step."""
        return Outcome("stopped", 0, saved=False, reason=self._requests.pending())

    def _stopped(self, step: int, reason: str | None) -> Outcome:
        """The outcome of a training that was stopped at a step, saved there or not."""
        path = self._launch.checkpoints / f"checkpoint-{step}"
        saved = is_complete(path)
        return Outcome("stopped", step, saved, path if saved else None, reason)
