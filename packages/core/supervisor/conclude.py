"""Decides how an attempt ended, from evidence, and writes the one result."""

from __future__ import annotations

import os
import signal
from typing import Any

import group
import life
import log
import requests
from ack import read_ack
from clock import now
from records import Attempt, write_at_any_cost, write_once
from trainer import Process

Json = dict[str, Any]


def conclude(attempt: Attempt, process: Process, sent: set[str]) -> None:
    """Records the exit, the result and the last events of a trainer that has ended; ``sent``: signals sent to it."""
    group.end_others(process, attempt.launch["stop"]["terminateMs"] / 1000)
    ended = _exit(group.reap(process))
    _write_exit(attempt, ended)
    life.append(attempt, "attempt.ended", **ended)
    # Read after the end: a request or an acknowledgement may have come with it.
    ack = read_ack(attempt)
    request = requests.pending(attempt)
    status = _status(attempt, ended, ack, request.mode if request else None, _was_ended(ended, sent))
    result = {"status": status, "endedAt": now(), **ended, "ack": ack}
    if status == "failed" and _claims_success(ended, ack):
        result["error"] = _incomplete(attempt)
    if write_at_any_cost(attempt.folder / "result.json", result):
        life.append(attempt, "run.ended", status=status)


def _exit(code: int) -> Json:
    if code >= 0:
        return {"code": code, "signal": None}
    try:
        return {"code": None, "signal": signal.Signals(-code).name}
    except ValueError:
        return {"code": None, "signal": f"SIG{-code}"}


def _write_exit(attempt: Attempt, ended: Json) -> None:
    try:
        write_once(attempt.folder / "exit.json", {**ended, "endedAt": now()})
    except OSError as error:
        # The result holds the same, and the reserve is for the result.
        log.say(f"exit.json could not be written: {error}")


def _status(attempt: Attempt, ended: Json, ack: Json | None, mode: str | None, was_ended: bool) -> str:
    outcome = ack.get("outcome") if ack else None
    claims_success = outcome == "finished" or (mode is None and _claims_success(ended, ack))
    if claims_success and _missing(attempt) is None:
        return "succeeded"
    if mode == "cancel":
        return "cancelled"
    if outcome == "stopped" or (outcome is None and mode == "stop" and (ended["code"] == 0 or was_ended)):
        return "stopped"
    return "failed"


def _claims_success(ended: Json, ack: Json | None) -> bool:
    return ack.get("outcome") == "finished" if ack else ended["code"] == 0


def _was_ended(ended: Json, sent: set[str]) -> bool:
    """Whether the trainer ended by a signal of the ladder, also one that it turned into an exit code."""
    if os.name == "nt":
        # Signals leave no trace there.
        return bool(sent)
    codes = {128 + getattr(signal, name) for name in sent}
    return ended["signal"] in sent or ended["code"] in codes


def _missing(attempt: Attempt) -> list[str] | None:
    """The files that the nearest alternative of outputs lacks; ``None`` when one is complete, or none is asked for."""
    alternatives = attempt.launch["requiredOutputs"]
    lacks = [[path for path in paths if not os.path.exists(path)] for paths in alternatives]
    return min(lacks, key=len, default=[]) or None


def _incomplete(attempt: Attempt) -> Json:
    missing = _missing(attempt) or []
    return {
        "name": "RunError",
        "code": "INCOMPLETE_RESULT",
        "message": f"The trainer ended without an error, but {', '.join(missing)} is missing.",
        "hint": "See the run's logs(); a trainer must write all of its outputs before it ends.",
        "details": {"missing": missing},
        "retryable": False,
    }
