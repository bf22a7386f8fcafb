"""What a training can do ahead, without its device: the model's files downloaded, the rows tokenized."""

from __future__ import annotations

import importlib
import os
import signal
import sys
import threading
import time
import traceback
from typing import Any

from tuner_trainers.complaint import complain
from tuner_trainers.config.checked import checked
from tuner_trainers.errors import classify
from tuner_trainers.guardians import Guardians
from tuner_trainers.launch import Launch
from tuner_trainers.methods import find_method, value_at
from tuner_trainers.protocol.events import Events, EventWriter, Tee
from tuner_trainers.quiet import set_quiet_environment
from tuner_trainers.requests import Requests

_SECONDS_BETWEEN_LOOKS = 0.2


def prepare(launch: Launch, *, under_tuner: bool) -> int:
    """Fills the caches that the training of a launch looks into; returns the exit code of the process.

    Tells `preparing` phases and writes no acknowledgement. Whoever asks the run to end ends the process, too.
    Alone it writes nothing beside the caches and is ended by signals only.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)
    if under_tuner:
        requests = Requests(launch.requests, Guardians(launch.requests, attached=launch.attached))
        threading.Thread(target=_watch, args=(requests,), daemon=True).start()
    # Nothing here computes on a device: it may be another run's.
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    try:
        writers = [EventWriter(launch.events, launch.attempt)] if under_tuner else []
        _prepare(checked(launch), Tee(*writers, *launch.listeners))
        return 0
    except Exception as error:
        traceback.print_exc(file=sys.stderr)
        return complain(classify(error))


def _prepare(launch: Launch, events: Events) -> None:
    method = find_method(launch.method)
    name = value_at(launch.config, method.model)
    set_quiet_environment(name, launch.config)
    from tuner_trainers.model.files import find_folder
    from tuner_trainers.model.source import source_of
    from tuner_trainers.model.tokenizer import tokenizer_of

    events.emit("phase", name="preparing", message=f"The files of {name}.")
    source = source_of(launch)
    find_folder(source.base)
    events.emit("phase", name="preparing", message=f"Reading {launch.data.name}.")
    rows = importlib.import_module(f"{method.engine}.rows")
    rows.prepare_rows(launch, tokenizer_of(launch, source), _Preparing(events))


class _Preparing:
    """Tells phases as parts of preparing, and nothing else: the training itself will say the rest."""

    def __init__(self, inner: Events) -> None:
        self._inner = inner

    def emit(self, kind: str, **fields: Any) -> None:
        """Passes a phase on."""
        if kind == "phase":
            self._inner.emit("phase", **{**fields, "name": "preparing"})


def _end(number: int, _frame: object) -> None:
    # A second one does not wait for what a library does on its way out.
    signal.signal(number, lambda number, _frame: os._exit(128 + number))
    raise SystemExit(128 + number)


def _watch(requests: Requests) -> None:
    while not requests.pending():
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os.kill(os.getpid(), signal.SIGTERM)
