"""What is known of an attempt that has ended, and the status that follows from it."""

from __future__ import annotations

import os
import signal
from typing import Any, NamedTuple

from attempt.records import Attempt

Json = dict[str, Any]


class Evidence(NamedTuple):
    """All that decides the status of an attempt. ``exit`` is ``None`` when nobody saw the trainer end."""

    exit: Json | None
    ack: Json | None
    mode: str | None
    """``stop`` or ``cancel``, when that was asked."""
    sent: frozenset[str]
    """The signals that were sent to the trainer because of a request or of its last word."""
    missing: tuple[str, ...]
    """What the nearest alternative of outputs lacks."""
    has_new_outputs: bool
    """Whether outputs are asked for, are complete, and were not before the trainer started."""

    @property
    def outcome(self) -> str | None:
        """What the trainer said last: ``finished``, ``stopped`` or ``failed``."""
        return self.ack["outcome"] if self.ack else None

    @property
    def claims_success(self) -> bool:
        """Whether the trainer ended as one does that has finished."""
        if self.ack or self.exit is None:
            return self.outcome == "finished"
        return self.mode is None and (self.exit["code"] == 0 or self.has_new_outputs)

    @property
    def was_ended(self) -> bool:
        """Whether the trainer ended by a signal of the ladder, also one that it turned into an exit code."""
        if self.exit is None or os.name == "nt":
            # Nobody saw it, or signals leave no trace.
            return bool(self.sent)
        codes = {128 + getattr(signal, name) for name in self.sent}
        return self.exit["signal"] in self.sent or self.exit["code"] in codes

    @property
    def was_killed(self) -> bool:
        """Whether somebody else ended the trainer by SIGKILL, also one that a wrapper turned into an exit code."""
        is_kill = self.exit is not None and (self.exit["signal"] == "SIGKILL" or self.exit["code"] == 128 + 9)
        return is_kill and not self.was_ended


def decide(evidence: Evidence) -> str:
    """The status: the trainer's last word decides, then the request, then the exit. Nothing is made up."""
    if evidence.claims_success and not evidence.missing:
        return "succeeded"
    if evidence.mode == "cancel":
        return "cancelled"
    if evidence.outcome:
        return "stopped" if evidence.outcome == "stopped" else "failed"
    if evidence.mode == "stop" and (evidence.was_ended or (evidence.exit or {}).get("code") == 0):
        return "stopped"
    return "failed" if evidence.exit else "lost"


def missing_outputs(attempt: Attempt) -> tuple[str, ...]:
    """The files that the nearest alternative of outputs lacks; none when one is complete, or none is asked for."""
    alternatives = attempt.launch["requiredOutputs"]
    lacks = [tuple(path for path in paths if not os.path.exists(path)) for paths in alternatives]
    return min(lacks, key=len, default=())


def has_outputs(attempt: Attempt) -> bool:
    """Whether outputs are asked for, and are complete."""
    return any(attempt.launch["requiredOutputs"]) and not missing_outputs(attempt)


def exit_of(code: int) -> Json:
    """An exit code, or minus a signal, as records carry it."""
    if code >= 0:
        return {"code": code, "signal": None}
    try:
        return {"code": None, "signal": signal.Signals(-code).name}
    except ValueError:
        return {"code": None, "signal": f"SIG{-code}"}
