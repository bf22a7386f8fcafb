"""Whether a detached run can outlive its host here: a service manager or container may end everything at once."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from attempt import life
from attempt.records import Attempt

CODE = "DETACH_NOT_GUARANTEED"
# What the kernel calls the pid namespace that it boots with.
FIRST_PID_NAMESPACE = "pid:[4026531836]"
INITS = ("systemd", "init", "launchd")


def warn_unless_guaranteed(attempt: Attempt) -> None:
    """Appends a warning for a detached run that may be ended together with its host."""
    reason = find_reason()
    if reason:
        message = f"This detached run may not outlive the program that started it: {reason}."
        life.append(attempt, "warning", code=CODE, message=message)


class Detaching:
    """Notices when an attached run is let go by its host."""

    def __init__(self, attempt: Attempt) -> None:
        self._attempt = attempt
        self._file = attempt.folder / "detached.json"
        # What was let go before, somebody else has told.
        self._may_come = attempt.launch["attached"] and not self._file.exists()

    def look(self) -> None:
        """Warns, once, when that was done and does not help here."""
        if self._may_come and self._file.exists():
            self._may_come = False
            warn_unless_guaranteed(self._attempt)


def find_reason(root: Path = Path("/")) -> str | None:
    """Why everything here may be ended at once; ``None`` where nothing speaks for it. ``root`` holds proc and etc."""
    if os.name == "nt":
        from processes import windows

        return "the job object it is in ends its processes when it is closed" if windows.is_in_killing_job() else None
    if sys.platform != "linux":
        return None
    return _container(root) or _unit(root)


def _container(root: Path) -> str | None:
    try:
        is_first = os.readlink(root / "proc/self/ns/pid") == FIRST_PID_NAMESPACE
    except OSError:
        return None
    first = _text(root / "proc/1/comm").strip()
    if is_first or first in INITS:
        return None
    return f"this is a container, which ends with its first process ({first or 'pid 1'})"


def _unit(root: Path) -> str | None:
    """The systemd unit that this is in: a service kills what it has started, a session may."""
    paths = [line.split(":", 2)[2] for line in _text(root / "proc/self/cgroup").splitlines() if _is_systemd(line)]
    parts = [part for path in paths for part in path.split("/") if part]
    unit = parts[-1] if parts else ""
    if unit.endswith(".service") and not unit.startswith("user@"):
        return f"systemd ends all processes of {unit} when that is stopped"
    if unit.startswith("session-") and _kills_at_logout(root):
        return f"logind ends all processes of {unit} at logout (KillUserProcesses=yes; loginctl enable-linger helps)"
    return None


def _is_systemd(line: str) -> bool:
    return line.startswith("0::") or ":name=systemd:" in line


def _kills_at_logout(root: Path) -> bool:
    lines = _text(root / "etc/systemd/logind.conf").splitlines()
    return any(line.replace(" ", "").lower() in ("killuserprocesses=yes", "killuserprocesses=true") for line in lines)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""
