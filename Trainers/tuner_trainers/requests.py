"""Requests to end early: a file that appears in a folder, or a signal."""

from __future__ import annotations

import signal
from pathlib import Path


class Cancelled(Exception):
    """Raised to end the run at once, without saving."""


class EvaluationStopped(Exception):
    """Raised to give an evaluation up because the run is to stop."""


class Requests:
    """Knows whether somebody asked the run to end. SIGTERM and SIGINT: stop and save; a second one ends at once."""

    def __init__(self, folder: Path) -> None:
        self._cancel, self._stop = folder / "cancel.json", folder / "stop.json"
        self.signal: int | None = None
        # How many optimizer steps are done, for whoever tells of the end.
        self.step = 0

    def install_handlers(self) -> None:
        """Takes the signals over; only in a process's main thread."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def pending(self) -> str | None:
        """`cancel`, `stop`, `signal`, or None when nobody asked; what was asked by file wins."""
        if self._cancel.exists():
            return "cancel"
        if self._stop.exists():
            return "stop"
        return "signal" if self.signal else None

    def raise_if_asked(self) -> None:
        """Raises Cancelled or EvaluationStopped when somebody asked for an end: for what no step interrupts."""
        asked = self.pending()
        if asked:
            raise Cancelled if asked == "cancel" else EvaluationStopped

    def _on_signal(self, number: int, _frame: object) -> None:
        if self.signal:
            raise SystemExit(128 + number)
        self.signal = number
