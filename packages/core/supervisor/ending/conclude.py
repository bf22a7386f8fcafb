"""Writes how an attempt ended: the exit, the one result, the last events."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from attempt import life, log, requests
from attempt.ack import read_ack
from attempt.answer import error_of
from attempt.clock import now
from attempt.files import NO_SPACE, write_at_any_cost, write_once
from attempt.records import Attempt, read
from ending.evidence import Evidence, decide, exit_of, has_outputs, missing_outputs
from ending.last_event import tell_once
from ending.memory import count_kills, out_of_memory
from processes.child import Process
from processes.tree import Tree, end_survivors
from watch.ladder import Ladder

Json = dict[str, Any]

WARNINGS = {
    "exit_after_success": "The trainer wrote all of its outputs, and then did not end with exit code 0.",
    "processes_left": "Processes of the run could not be ended; see supervisor.log.",
}
# A disk that is full or gone may come back; whoever waits for an answer waits as long, and the device is held.
WRITE_TRIES, WRITE_PAUSE_SECONDS = 10, 1.0
UNKNOWN_EXIT: Json = {"code": None, "signal": None}


class Conclusion:
    """How an attempt is concluded ``by`` a supervisor or an adopter. Made before the trainer starts, if possible."""

    def __init__(self, attempt: Attempt, by: str) -> None:
        self._attempt, self._by = attempt, by
        self._had_outputs = has_outputs(attempt)
        self._memory = count_kills()
        self._is_disk_full = False

    def of_trainer(self, process: Process, tree: Tree, ladder: Ladder | None) -> None:
        """Of a trainer that has ended: ends what it left behind, then writes what happened.

        Without a ``ladder`` it had ended before anybody could do something to it.
        """
        sent = ladder.sent if ladder else set()
        # Before the trainer is reaped: its group's number cannot belong to anybody else.
        left = end_survivors(tree, ladder.patience if ladder else 0.0)
        code = process.reap()
        exit_record = self._recorded_exit() if code is None else exit_of(code)
        if code is not None:
            self._write_exit(exit_of(code), sent)
        tell_once(self._attempt, "attempt.ended", **(exit_record or UNKNOWN_EXIT))
        evidence = self._evidence(exit_record, sent)
        warnings = ["processes_left"] if left else []
        if decide(evidence) == "succeeded" and exit_record and exit_record["code"] != 0:
            warnings.append("exit_after_success")
        self._write(decide(evidence), exit_record, evidence.ack, self._error(evidence), warnings)

    def of_nothing(self, status: str, tree: Tree, error: Json | None = None) -> None:
        """Of an attempt whose trainer never ran; what prepared it ends, too."""
        left = end_survivors(tree, 0)
        self._write(status, None, None, error, ["processes_left"] if left else [])

    def _evidence(self, exit_record: Json | None, sent: set[str]) -> Evidence:
        # Read after the end: a request or an acknowledgement may have come with it.
        request = requests.pending(self._attempt)
        recorded = (read(self._attempt.folder / "exit.json") or {}).get("sent")
        return Evidence(
            exit=exit_record,
            ack=read_ack(self._attempt),
            mode=request.mode if request else None,
            sent=frozenset(sent) | frozenset(recorded if isinstance(recorded, list) else []),
            missing=missing_outputs(self._attempt),
            has_new_outputs=has_outputs(self._attempt) and not self._had_outputs,
        )

    def _recorded_exit(self) -> Json | None:
        """What a supervisor that died a moment later saw."""
        record = read(self._attempt.folder / "exit.json")
        return {key: record.get(key) for key in UNKNOWN_EXIT} if record else None

    def _write_exit(self, record: Json, sent: set[str]) -> None:
        try:
            write_once(self._attempt.folder / "exit.json", {**record, "endedAt": now(), "sent": sorted(sent)})
        except OSError as error:
            # The result holds the same, and the reserve is for the result.
            self._is_disk_full = error.errno in NO_SPACE
            log.say(f"exit.json could not be written: {error}")

    def _write(
        self, status: str, exit_record: Json | None, ack: Json | None, error: Json | None, warnings: list[str]
    ) -> None:
        for code in warnings:
            life.append(self._attempt, "warning", code=code, message=WARNINGS[code])
        result = {
            "status": status, "endedAt": now(), **(exit_record or UNKNOWN_EXIT), "ack": ack, "concludedBy": self._by,
            **({"error": error} if error else {}), **({"warnings": warnings} if warnings else {}),
        }  # fmt: skip
        path = self._attempt.folder / "result.json"
        # Told as soon as it can be read: a supervisor that is killed in between leaves a run without its last event.
        told = partial(tell_once, self._attempt, "run.ended", status=status)
        _insist(partial(write_at_any_cost, path, result, told))

    def _error(self, evidence: Evidence) -> Json | None:
        """Why the attempt failed, where the trainer cannot know it."""
        if decide(evidence) != "failed":
            return None
        if evidence.claims_success:
            return _incomplete(list(evidence.missing))
        if self._is_disk_full and not evidence.ack:
            return _disk_full()
        return out_of_memory(self._memory, count_kills()) if evidence.was_killed else None


def _insist(write: Callable[[], object]) -> None:
    """Tries for a while: a run whose end cannot be written is one that nobody knows the end of."""
    for left in reversed(range(WRITE_TRIES)):
        try:
            write()
            return
        except OSError as error:
            log.say(f"the result could not be written: {error}")
            if left == 0:
                raise
            time.sleep(WRITE_PAUSE_SECONDS)


def _disk_full() -> Json:
    hint = "Free disk space, then resume the run: its last complete checkpoint is whole."
    return error_of("DISK_FULL", "The trainer failed, and the disk of the run is full.", {}, retryable=True, hint=hint)


def _incomplete(missing: list[str]) -> Json:
    return error_of(
        "INCOMPLETE_RESULT", f"The trainer ended without an error, but {', '.join(missing)} is missing.",
        {"missing": missing}, retryable=False,
        hint="See the run's logs(); a trainer must write all of its outputs before it ends.",
    )  # fmt: skip
