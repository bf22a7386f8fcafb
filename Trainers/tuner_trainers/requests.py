"""Requests to end early: a file that appears in a folder, a signal, or that nobody watches over the run any more."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from tuner_trainers.guardians import Guardians
from tuner_trainers.protocol.files import FORMAT_VERSION, write_json_atomic


class Cancelled(Exception):
    """Raised to end the run at once, without saving."""


class EvaluationStopped(Exception):
    """Raised to give an evaluation up because the run is to stop."""


class Requests:
    """Knows whether somebody asked the run to end. SIGTERM and SIGINT: stop and save; a second one ends at once.

    A run whose `guardians` are gone is to stop and save, too.
    """

    def __init__(self, folder: Path, guardians: Guardians | None = None) -> None:
        self._cancel, self._stop = folder / "cancel.json", folder / "stop.json"
        self._guardians = guardians
        self._is_abandoned = False
        self.signal: int | None = None
        self._own: str | None = None
        # How many optimizer steps are done, for whoever tells of the end.
        self.step = 0

    def install_handlers(self) -> None:
        """Takes the signals over; only in a process's main thread."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def pending(self) -> str | None:
        """`cancel`, `stop`, `signal`, what was asked from within, or None; what was asked by file wins."""
        if self._cancel.exists():
            return "cancel"
        if self._stop.exists() or self._is_abandoned:
            return "stop"
        if self.signal:
            return "signal"
        if self._guardians and self._guardians.are_gone():
            self._leave_stop()
            return "stop"
        return self._own

    def ask(self, reason: str) -> None:
        """Asks for a stop from within, such as a rule of health."""
        self._own = reason

    def raise_if_asked(self) -> None:
        """Raises Cancelled or EvaluationStopped when somebody asked for an end: for what no step interrupts."""
        asked = self.pending()
        if asked:
            raise Cancelled if asked == "cancel" else EvaluationStopped

    def _leave_stop(self) -> None:
        """Asks in the name of the host, so that whoever comes to look knows why the run stops."""
        self._is_abandoned = True
        try:
            write_json_atomic(self._stop, {"formatVersion": FORMAT_VERSION, "reason": "host"}, once=True)
        except OSError as error:
            print(f"{self._stop} could not be written: {error}", file=sys.stderr)

    def _on_signal(self, number: int, _frame: object) -> None:
        if self.signal:
            raise SystemExit(128 + number)
        self.signal = number
