"""Watches the trainer, the requests and the host until the trainer has ended."""

from __future__ import annotations

from attempt import log
from attempt.records import Attempt
from attempt.requests import Request
from processes.child import Process
from watch.asking import Asking
from watch.ladder import Ladder
from watch.pause import exit_descriptors, pause
from watch.stall import Stall

# Nothing is saved on cancel: there is no reason to wait for the trainer's own end as long.
CANCEL_SECONDS = 2.0
# After its last word a trainer has nothing left to do: what hangs then (a logger, a driver) must not hold the device.
LAST_WORD_SECONDS = 15.0


def until_exit(attempt: Attempt, process: Process, asking: Asking, stall: Stall) -> Ladder:
    """Returns when the trainer has ended, with the ladder, which knows what was done to it."""
    watch = _Watch(attempt, process, asking, stall)
    descriptors = exit_descriptors(process.pid)
    while not process.has_ended():
        pause([*descriptors, *asking.descriptors])
        try:
            watch.look()
        except OSError as error:
            # Such as too many open files: the next look may succeed, and nobody else looks.
            log.say(f"could not look: {error}")
    return watch.ladder


class _Watch:
    def __init__(self, attempt: Attempt, process: Process, asking: Asking, stall: Stall) -> None:
        self._ack = attempt.folder / "ack.json"
        self._grace_seconds = attempt.launch["stop"]["graceMs"] / 1000
        self._asking = asking
        self._stall = stall
        self._has_spoken = False
        self.ladder = Ladder(process, attempt.launch["stop"]["terminateMs"] / 1000)

    def look(self) -> None:
        """Does what is due now."""
        request = self._asking.news()
        if request:
            self._follow(request)
        if not self._has_spoken and self._ack.exists():
            self._has_spoken = True
            self.ladder.allow(min(LAST_WORD_SECONDS, self._grace_seconds))
        self.ladder.climb()
        self._stall.look()

    def _follow(self, request: Request) -> None:
        seconds = request.grace_ms / 1000
        self.ladder.allow(min(seconds, CANCEL_SECONDS) if request.mode == "cancel" else seconds)
