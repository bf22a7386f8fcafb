"""What a waiting run does for one whose supervisor died: it starts that run's recovery."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from attempt import log
from attempt.records import MARKS
from processes import identity, session
from tickets.ticket import Ticket
from tickets.turn import Turn

SUPERVISOR = Path(__file__).resolve().parents[1]
LOOK_SECONDS = 2.0
AGAIN_SECONDS = 30.0


class Recovery:
    """Looks after the runs ahead of one that waits."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self._looked_at = 0.0
        self._started: dict[Path, float] = {}

    def look(self, ahead: list[Ticket]) -> None:
        """Starts the supervisor's ``--adopt`` for those whose supervisor is gone; not at every call."""
        now = time.monotonic()
        if now < self._looked_at + LOOK_SECONDS:
            return
        self._looked_at = now
        for ticket in [*ahead, *self._turn.abandoned]:
            if now < self._started.get(ticket.path, -AGAIN_SECONDS) + AGAIN_SECONDS:
                continue
            if identity.is_alive(ticket.run().get("supervisor")) is False:
                self._started[ticket.path] = now
                _start(ticket)


def _start(ticket: Ticket) -> None:
    run = ticket.run()
    log.say(f"recovery of {run.get('runId')}, attempt {run.get('attempt')}: its supervisor is gone")
    arguments = ["--run", str(run.get("directory")), "--attempt", str(run.get("attempt")), "--adopt"]
    command = [sys.executable, "-I", "-S", "-B", "-X", "utf8", str(SUPERVISOR), *arguments]
    try:
        _spawn_apart(command)
    except OSError as error:
        log.say(f"it could not be started: {error}")


def _spawn_apart(command: list[str]) -> None:
    """Starts a process that does not belong to this one."""
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {name: value for name, value in os.environ.items() if name not in MARKS}
    if os.name == "nt":
        subprocess.Popen(command, env=environment, creationflags=subprocess.DETACHED_PROCESS, **quiet)
        return
    with session.letting_orphans_go():
        child = os.fork()
        if child == 0:
            try:
                subprocess.Popen(command, env=environment, start_new_session=True, **quiet)
            finally:
                os._exit(0)
        os.waitpid(child, 0)
