"""Whether a process that was recorded is still there: its pid alone may belong to somebody else by now."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

_QUERY, _SYNCHRONIZE, _STILL_RUNNING = 0x1000, 0x100000, 0x102


def is_alive(identity: dict[str, Any]) -> bool:
    """Whether the process of an identity record of this machine is there; `pid` and `startTime` count."""
    found = start_time(identity["pid"])
    return found is not None and identity.get("startTime") in (None, found)


def start_time(pid: int) -> str | None:
    """When a process started, in the unit of the records; None when it has ended."""
    if sys.platform == "linux":
        return _linux(pid)
    return windows_start_time(pid) if os.name == "nt" else _macos(pid)


def _linux(pid: int) -> str | None:
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            # The name, in parentheses, may hold anything; the fields begin behind it: state, …, start time.
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else fields[19]


def _macos(pid: int) -> str | None:
    environment = {**os.environ, "LC_ALL": "C", "TZ": "UTC0"}
    command = ["ps", "-o", "stat=,lstart=", "-p", str(pid)]
    found = subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stdout
    state, *started = found.split() or ["Z"]
    return None if state.startswith("Z") else " ".join(started)


def windows_start_time(pid: int, kernel: Any = None) -> str | None:
    """The creation time of a process as Windows counts it, in 100 ns since 1601."""
    import ctypes

    kernel = kernel or ctypes.WinDLL("kernel32")
    kernel.OpenProcess.restype = ctypes.c_void_p
    handle = kernel.OpenProcess(_QUERY | _SYNCHRONIZE, False, pid)
    if not handle:
        return None
    try:
        times = (ctypes.c_ulonglong * 4)()
        at = [ctypes.byref(times, 8 * index) for index in range(4)]
        is_running = kernel.WaitForSingleObject(ctypes.c_void_p(handle), 0) == _STILL_RUNNING
        told = kernel.GetProcessTimes(ctypes.c_void_p(handle), *at)
        return str(times[0]) if is_running and told else None
    finally:
        kernel.CloseHandle(ctypes.c_void_p(handle))
