"""Watches the trainer, the requests and the host until the trainer has ended."""

from __future__ import annotations

import os
import select
import signal
import time
from typing import Any

import group
import life
import log
import requests
from host import Host
from ladder import Ladder
from records import Attempt
from trainer import Process

POLL_SECONDS = 0.2
# Nothing is saved on cancel: there is no reason to wait for the trainer's own end as long.
CANCEL_SECONDS = 2.0
# After its last word a trainer has nothing left to do: what hangs then (a logger, a driver) must not hold the device.
LAST_WORD_SECONDS = 15.0


def until_exit(attempt: Attempt, process: Process) -> Ladder:
    """Returns when the trainer has ended, with the ladder, which knows what was done to it."""
    watch = _Watch(attempt, process)
    descriptors = _exit_descriptors(process.pid)
    while not group.has_ended(process):
        _wait([*descriptors, *watch.host.descriptors])
        try:
            watch.look()
        except OSError as error:
            # Such as too many open files: the next look may succeed, and nobody else looks.
            log.say(f"could not look: {error}")
    return watch.ladder


class _Watch:
    def __init__(self, attempt: Attempt, process: Process) -> None:
        self._attempt = attempt
        self._limits = attempt.launch["stop"]
        self._mode: str | None = None
        self._has_spoken = False
        self._is_told = False
        self.host = Host(attempt.launch["attached"])
        self.ladder = Ladder(process, self._limits["terminateMs"] / 1000)
        for name in ("SIGTERM", "SIGINT", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._on_signal)

    def look(self) -> None:
        """Does what is due now."""
        if self._is_told:
            self._is_told = False
            requests.leave_stop(self._attempt, "request")
        if self.host.just_left():
            requests.leave_stop(self._attempt, "host")
        self._follow(requests.pending(self._attempt))
        if not self._has_spoken and (self._attempt.folder / "ack.json").exists():
            self._has_spoken = True
            self.ladder.allow(min(LAST_WORD_SECONDS, self._limits["graceMs"] / 1000))
        self.ladder.climb()

    def _follow(self, request: requests.Request | None) -> None:
        if request is None or request.mode == self._mode:
            return
        self._mode = request.mode
        log.say(f"{request.mode} asked for by {request.reason}")
        life.append(self._attempt, "run.stopping", mode=request.mode, reason=request.reason)
        seconds = request.grace_ms / 1000
        self.ladder.allow(min(seconds, CANCEL_SECONDS) if request.mode == "cancel" else seconds)

    def _on_signal(self, _number: int, _frame: Any) -> None:
        # The supervisor is not ended over its trainer's head: it ends the trainer, and then itself.
        self._is_told = True


def _exit_descriptors(pid: int) -> list[int]:
    try:
        return [os.pidfd_open(pid)]
    except (AttributeError, OSError):
        # Not on this system: the poll will see it.
        return []


def _wait(descriptors: list[int]) -> None:
    if os.name == "nt":
        time.sleep(POLL_SECONDS)
    else:
        select.select(descriptors, [], [], POLL_SECONDS)
