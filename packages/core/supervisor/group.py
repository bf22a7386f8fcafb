"""The trainer's process group: whether its leader has ended, and how the others are ended."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import log
from trainer import Process

POLL_SECONDS = 0.02
KILL_SECONDS = 5.0


def has_ended(process: Process) -> bool:
    """Whether the trainer has ended. Reaps orphans that came to this process, and not the trainer.

    Until it is reaped nobody else can get its number, so that a signal to its group reaches nobody else.
    """
    if not hasattr(os, "waitid"):
        return process.poll() is not None
    while True:
        found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if found is None or found.si_pid == process.pid:
            return found is not None
        os.waitpid(found.si_pid, 0)


def signal_group(process: Process, name: str) -> None:
    """Signals the trainer's whole group; on Windows, ends the trainer."""
    log.say(f"{name} to the trainer")
    try:
        if os.name == "nt":
            process.kill()
        else:
            os.killpg(process.pid, getattr(signal, name))
    except (ProcessLookupError, PermissionError):
        pass


def end_others(process: Process, patience: float) -> None:
    """Ends what is left of the group of a trainer that has ended: SIGTERM, after ``patience`` seconds SIGKILL."""
    for name, seconds in (("SIGTERM", patience), ("SIGKILL", KILL_SECONDS)):
        if not _has_others(process.pid):
            return
        signal_group(process, name)
        deadline = time.monotonic() + seconds
        while _has_others(process.pid) and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)


def reap(process: Process) -> int:
    """Reaps the trainer and the orphans of its group; returns the exit code, or minus the signal."""
    code = process.wait()
    try:
        while os.name != "nt" and os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    except ChildProcessError:
        pass
    return code


def _has_others(group: int) -> bool:
    if os.name == "nt":
        return False
    if os.path.isdir("/proc/self"):
        return any(_living_members(group))
    try:
        # The leader has been reaped here, or is a zombie that cannot be signalled.
        os.killpg(group, 0)
        return True
    except (ProcessLookupError, PermissionError):
        return False


def _living_members(group: int) -> Iterator[str]:
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
                state, _parent, its_group = file.read().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if its_group == str(group) and state not in "ZX":
            yield pid
