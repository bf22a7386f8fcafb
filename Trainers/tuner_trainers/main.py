"""The life of a trainer's process: from arguments to exit code."""

from __future__ import annotations

import dataclasses
import gc
import importlib
import os
import platform
import sys
import traceback

from tuner_trainers.cli import parse_arguments, read_job
from tuner_trainers.complaint import complain
from tuner_trainers.config.checked import checked
from tuner_trainers.disk import remove_half_checkpoints
from tuner_trainers.errors import TrainerError, classify
from tuner_trainers.guardians import Guardians
from tuner_trainers.launch import Launch
from tuner_trainers.live_lock import hold_on_windows
from tuner_trainers.methods import find_method, value_at
from tuner_trainers.outcome import Outcome
from tuner_trainers.preparing import prepare
from tuner_trainers.previewing import show_preview
from tuner_trainers.protocol.events import Events, EventWriter, Tee
from tuner_trainers.protocol.files import write_ack
from tuner_trainers.quiet import set_quiet_environment
from tuner_trainers.requests import Requests
from tuner_trainers.step_probe import probe


def main(method: str, argv: list[str]) -> int:
    """Runs a training; returns the exit code of the process."""
    try:
        args = parse_arguments(method, argv)
        launch = read_job(method, args)
        if args.preview:
            return show_preview(launch, args.preview, under_tuner=bool(args.launch))
        if args.prepare:
            return prepare(launch, under_tuner=bool(args.launch))
        if args.probe:
            return probe(launch, under_tuner=bool(args.launch))
        hold_on_windows(launch.lock)
        writer = EventWriter(launch.events, launch.attempt)
    except (TrainerError, OSError) as error:
        return complain(classify(error))
    requests = Requests(launch.requests, Guardians(launch.requests, attached=launch.attached))
    requests.install_handlers()
    return run(launch, Tee(writer, *launch.listeners), requests)


def run(launch: Launch, events: Events, requests: Requests) -> int:
    """Trains and tells how it ended: the last event, then the acknowledgement, then the exit code."""
    try:
        outcome = _train(launch, events, requests)
        return _conclude(launch, events, requests, outcome)
    except BaseException as error:
        if isinstance(error, SystemExit):
            raise
        traceback.print_exc(file=sys.stderr)
        return _fail(launch, events, requests.step, classify(error))
    finally:
        gc.enable()


def _train(launch: Launch, events: Events, requests: Requests) -> Outcome:
    device = value_at(launch.config, "system.device") or "unknown"
    events.emit("hello", pid=os.getpid(), python=platform.python_version(), method=launch.method, device=device)
    method = find_method(launch.method)
    launch = checked(launch)
    set_quiet_environment(value_at(launch.config, method.model), launch.config)
    # The libraries take seconds to import: only now, when the run has shown that it lives.
    events.emit("phase", name="starting")
    # Nothing of them is garbage, but Python would look through it all again and again: a second of the five that a
    # training takes to its first step. It looks again from there on (training.py).
    gc.disable()
    adapted = importlib.import_module(f"{method.engine}.device").adapt(launch.config)
    for warning in adapted.warnings:
        events.emit("warning", **warning)
    train = importlib.import_module(f"{method.engine}.train").train
    watch_health = importlib.import_module("tuner_trainers.health.watch").watch_health
    watched = watch_health(events, adapted.config, requests)
    return train(dataclasses.replace(launch, config=adapted.config), watched, requests)


def _conclude(launch: Launch, events: Events, requests: Requests, outcome: Outcome) -> int:
    path = str(outcome.checkpoint) if outcome.checkpoint else None
    if outcome.kind == "stopped":
        events.emit("stopped", step=outcome.step, saved=outcome.saved, checkpoint=path, reason=outcome.reason)
    write_ack(launch.ack, outcome.kind, outcome.step, saved=outcome.saved, checkpoint=path)
    return 128 + requests.signal if outcome.reason == "signal" and requests.signal else 0


def _fail(launch: Launch, events: Events, step: int, error: TrainerError) -> int:
    record = error.to_json()
    if error.code == "DISK_FULL":
        remove_half_checkpoints(launch.checkpoints)
    try:
        events.emit("failed", error=record)
        write_ack(launch.ack, "failed", step, saved=False, checkpoint=None, error=record)
    except OSError as problem:
        # A full disk: the exit code still tells.
        print(f"The end of the run could not be recorded: {problem}", file=sys.stderr)
    return complain(error)
