"""A process that this supervisor started, or took over from one that died."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
from typing import Any, Protocol

from attempt import log
from processes import identity


class Process(Protocol):
    """The leader of a trainer's group, as watch and ladder see it."""

    pid: int
    is_child: bool

    def has_ended(self) -> bool:
        """Whether it has ended."""

    def send(self, name: str) -> None:
        """Sends a signal to its whole group."""

    def reap(self) -> int | None:
        """Its exit code, or minus the signal; ``None`` when nobody can know. Afterwards its number may be reused."""


class Child:
    """A child, the leader of a group of its own. Until it is reaped nobody else can get its number."""

    is_child = True

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.pid = process.pid

    def has_ended(self) -> bool:
        """See :class:`Process`. Reaps orphans that came to this process, and not the child."""
        if not hasattr(os, "waitid"):
            return has_ended_unreaped(self.pid)
        while True:
            try:
                found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return True
            if found is None or found.si_pid == self.pid:
                return found is not None
            os.waitpid(found.si_pid, 0)

    def send(self, name: str) -> None:
        """See :class:`Process`."""
        send_to_group(self.pid, name)

    def reap(self) -> int | None:
        """See :class:`Process`."""
        code = self._process.wait()
        reap_orphans()
        return code


class Adopted:
    """The trainer of a supervisor that died. It is no child: how it ends is not told to anybody."""

    is_child = False

    def __init__(self, record: dict[str, Any]) -> None:
        self._record = record
        self.pid: int = record["pid"]

    def has_ended(self) -> bool:
        """See :class:`Process`."""
        return not identity.is_alive(self._record)

    def send(self, name: str) -> None:
        """See :class:`Process`; nobody else who got its number is signalled."""
        if not self.has_ended():
            send_to_group(self.pid, name)

    def reap(self) -> int | None:
        """See :class:`Process`."""
        return None


def send_to_group(group: int, name: str) -> None:
    """Signals a group of processes; one that is gone is no error."""
    log.say(f"{name} to group {group}")
    try:
        os.killpg(group, getattr(signal, name))
    except (ProcessLookupError, PermissionError):
        pass


def reap_orphans() -> None:
    """Reaps every child that has ended."""
    try:
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    except ChildProcessError:
        pass


def has_ended_unreaped(pid: int, libc: Any = None) -> bool:
    """Whether a child has ended, on macOS before Python 3.13, which lacks ``os.waitid``: the child stays unreaped."""
    # From its sys/wait.h: idtype P_PID, and WNOHANG | WEXITED | WNOWAIT; si_pid is the fourth int of siginfo_t.
    information = (ctypes.c_int * 64)()
    failed = (libc or ctypes.CDLL(None)).waitid(1, pid, ctypes.byref(information), 0x01 | 0x04 | 0x20)
    return failed != 0 or information[3] == pid
