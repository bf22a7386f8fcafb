"""Watches the trainer, the requests and the host until the trainer has ended."""

import os
import select
import subprocess
import sys
import time
from typing import Optional

import life
import log
import requests
from ladder import Ladder
from records import Attempt
from requests import Request

POLL_SECONDS = 0.1


def until_exit(attempt: Attempt, process: "subprocess.Popen[bytes]") -> Optional[Request]:
    """Returns when the trainer has ended, with the request that was pending then."""
    ladder: Optional[Ladder] = None
    request: Optional[Request] = None
    host = Host(attempt.launch["attached"])
    while process.poll() is None:
        host.wait(POLL_SECONDS)
        if host.just_left():
            requests.host_is_gone(attempt)
        seen = requests.pending(attempt)
        if seen is not None and (request is None or seen.mode != request.mode):
            log.say(f"{seen.mode} asked for by {seen.reason}")
            life.append(attempt, "run.stopping", mode=seen.mode, reason=seen.reason)
            request, ladder = seen, Ladder(process, seen, attempt.launch["stop"]["terminateMs"])
        if ladder is not None:
            ladder.climb(time.monotonic())
    return requests.pending(attempt)


class Host:
    """The program that started the run: its end of our stdin stays open while it lives."""

    def __init__(self, attached: bool) -> None:
        self._watched = attached
        self._left = False

    def wait(self, seconds: float) -> None:
        """Waits, less when the host leaves meanwhile."""
        if not self._watched or sys.platform == "win32":
            time.sleep(seconds)
            return
        readable, _, _ = select.select([0], [], [], seconds)
        if readable and not os.read(0, 4096):
            self._left = True
            self._watched = False

    def just_left(self) -> bool:
        """Whether the host has left; ``True`` once."""
        left, self._left = self._left, False
        return left
