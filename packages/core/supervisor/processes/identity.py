"""Who a process is: a pid alone may belong to somebody else by now."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from attempt.clock import now


def of(pid: int) -> dict[str, Any]:
    """The identity record of a live process."""
    return {"pid": pid, "startTime": start_time(pid), **_place(), "startedAt": now()}


def own() -> dict[str, Any]:
    """The identity record of this process; ``host`` is the program that started it."""
    return {**of(os.getpid()), "host": of(os.getppid())}


def is_alive(record: dict[str, Any] | None) -> bool | None:
    """Whether the process of a record is there; ``None``: recorded on another machine or in another namespace."""
    if not record or not isinstance(record.get("pid"), int) or record["pid"] <= 0:
        return None
    here = _place()
    if _differs(record, here, "machineId"):
        return None
    if _differs(record, here, "bootId"):
        return False
    if _differs(record, here, "pidNamespace"):
        return None
    found = start_time(record["pid"])
    return found is not None and record.get("startTime") in (None, found)


def start_time(pid: int) -> str | None:
    """When a process started, in the system's own unit; ``None`` when it has ended."""
    if sys.platform == "linux":
        stat = _text(f"/proc/{pid}/stat")
        # The name, in parentheses, may hold anything; fields 3 (state) and 22 are counted from behind it.
        fields = stat.rpartition(")")[2].split() if stat else ["X"]
        return None if fields[0] in "ZX" else fields[19]
    if os.name == "nt":
        from processes import windows

        return windows.start_time(windows.system(), pid)
    # Without these two the text would change with the reader's language and time zone.
    env = {**os.environ, "LC_ALL": "C", "TZ": "UTC0"}
    command = ["ps", "-o", "stat=,lstart=", "-p", str(pid)]
    return parse_ps(subprocess.run(command, env=env, capture_output=True, text=True, check=False).stdout)


def parse_ps(line: str) -> str | None:
    """The start time in what ``ps -o stat=,lstart=`` says; ``None`` for nothing, and for a zombie, which has ended."""
    state, *started = line.split() or ["Z"]
    return None if state.startswith("Z") else " ".join(started)


def _place() -> dict[str, str | None]:
    return {
        "bootId": _text("/proc/sys/kernel/random/boot_id"),
        "machineId": _text("/etc/machine-id"),
        "pidNamespace": _namespace(),
    }


def _differs(record: dict[str, Any], here: dict[str, str | None], key: str) -> bool:
    return None not in (record.get(key), here[key]) and record[key] != here[key]


def _text(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read().strip() or None
    except OSError:
        return None


def _namespace() -> str | None:
    try:
        return os.readlink("/proc/self/ns/pid")
    except OSError:
        return None
