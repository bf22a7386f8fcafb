"""What a run does while it waits: a step that needs no device, such as to download and tokenize."""

from __future__ import annotations

import time

from attempt import life, log
from attempt.records import Attempt
from processes import gate, tree
from processes.child import Process
from watch.ladder import Ladder


class Prepare:
    """The ``prepare`` step of a launch document: a process of its own, without the devices' tickets.

    Its failure is a warning: the trainer does the same work, and tells the real error.
    """

    def __init__(self, attempt: Attempt, lock: int) -> None:
        self._attempt, self._lock = attempt, lock
        self._process: Process | None = None
        self._patience = attempt.launch["stallMs"] / 1000
        self._deadline: float | None = None

    def begin(self) -> None:
        """Starts the step, when there is one."""
        step = self._attempt.launch["prepare"]
        if step is None:
            return
        inherited = [] if self._lock < 0 else [self._lock]
        try:
            self._process = gate.start(self._attempt, step["argv"], "prepare", inherited, lambda _pid: None)
        except OSError as error:
            self._warn(f"The step that prepares the run could not be started: {error}")

    def is_over(self, *, is_turn: bool) -> bool:
        """Whether it has ended. Once it is the run's turn, it may take ``stallMs`` longer, and is then ended."""
        if self._process is None:
            return True
        if is_turn and self._deadline is None:
            self._deadline = time.monotonic() + (self._patience or float("inf"))
        if self._process.has_ended():
            self._conclude(self._process.reap())
        elif self._deadline is not None and time.monotonic() > self._deadline:
            self.end()
            self._warn("The step that prepares the run took too long and was ended.")
        return self._process is None

    def end(self) -> None:
        """Ends the step, when it still runs."""
        process, self._process = self._process, None
        if process is None:
            return
        ladder = Ladder(process, self._attempt.launch["stop"]["terminateMs"] / 1000)
        ladder.allow(0)
        while not process.has_ended():
            ladder.climb()
            time.sleep(tree.FIRST_PAUSE_SECONDS)
        process.reap()

    def _conclude(self, code: int | None) -> None:
        self._process = None
        log.say(f"the prepare step ended with {code}")
        if code != 0:
            self._warn(f"The step that prepares the run ended with {code}; see prepare.log. The trainer does it again.")

    def _warn(self, message: str) -> None:
        life.append(self._attempt, "warning", code="prepare_failed", message=message)
