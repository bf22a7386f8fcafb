"""Everybody who can ask for the end of a run: a file, a signal, the end of an attached run's host, a stall."""

from __future__ import annotations

import signal
from typing import Any

from attempt import life, log, requests
from attempt.records import Attempt
from watch.detach import Detaching
from watch.host import Host


class Asking:
    """Knows what is asked of the attempt. A wish that cannot be written to the disk counts all the same."""

    def __init__(self, attempt: Attempt, host: Host) -> None:
        self._attempt = attempt
        self._host = host
        self._detaching = Detaching(attempt)
        self._reason: str | None = None
        self._mode: str | None = None
        for name in ("SIGTERM", "SIGINT", "SIGHUP"):
            if hasattr(signal, name):
                # The supervisor is not ended over its trainer's head: it ends the trainer, and then itself.
                signal.signal(getattr(signal, name), self._on_signal)

    @property
    def descriptors(self) -> list[int]:
        """What to wait on, besides the clock."""
        return self._host.descriptors

    def leave_stop(self, reason: str) -> None:
        """Asks for a stop in this supervisor's own name."""
        self._reason = self._reason or reason

    def now(self) -> requests.Request | None:
        """What is asked at this moment."""
        if self._host.just_left():
            self.leave_stop("host")
        if self._reason and not (self._attempt.folder / "stop.json").exists():
            requests.leave_stop(self._attempt, self._reason)
        fallback = self._attempt.launch["stop"]["graceMs"]
        own = requests.Request("stop", self._reason, fallback) if self._reason else None
        return requests.pending(self._attempt) or own

    def news(self) -> requests.Request | None:
        """What is asked, when that has changed; tells it as an event, and that the host lets the run go."""
        self._detaching.look()
        request = self.now()
        if request is None or request.mode == self._mode:
            return None
        self._mode = request.mode
        log.say(f"{request.mode} asked for by {request.reason}")
        life.append(self._attempt, "run.stopping", mode=request.mode, reason=request.reason)
        return request

    def _on_signal(self, _number: int, _frame: Any) -> None:
        self.leave_stop("request")
