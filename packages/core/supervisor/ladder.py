"""Ends a trainer that was asked to end: first it ends itself, then SIGTERM, then SIGKILL, each with its time."""

import os
import signal
import subprocess
import time

import log
from requests import Request


class Ladder:
    """The stop ladder of one request. All times are of the monotonic clock."""

    def __init__(self, process: "subprocess.Popen[bytes]", request: Request, terminate_ms: float) -> None:
        self._process = process
        # Nothing is saved on cancel: there is no reason to wait for the trainer's own end as long.
        grace_ms = min(request.grace_ms, 2_000.0) if request.mode == "cancel" else request.grace_ms
        self._terminate_at = time.monotonic() + grace_ms / 1000
        self._kill_at = self._terminate_at + terminate_ms / 1000
        self._terminated = False

    def climb(self, now: float) -> None:
        """Takes the step that is due."""
        if now >= self._kill_at:
            signal_group(self._process, "SIGKILL")
        elif now >= self._terminate_at and not self._terminated:
            self._terminated = True
            signal_group(self._process, "SIGTERM")


def signal_group(process: "subprocess.Popen[bytes]", name: str) -> None:
    """Signals the trainer's whole process group; on Windows, ends the trainer."""
    log.say(f"{name} to the trainer")
    try:
        if os.name == "nt":
            process.kill()
        else:
            os.killpg(process.pid, getattr(signal, name))
    except (ProcessLookupError, PermissionError):
        pass


def end_leftovers(process: "subprocess.Popen[bytes]") -> None:
    """Ends what is left of the group of a trainer that has ended."""
    if os.name == "nt":
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
