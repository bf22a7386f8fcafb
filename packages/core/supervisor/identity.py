"""Who a process is: a pid alone may belong to somebody else by now."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from clock import now


def of(pid: int) -> dict[str, Any]:
    """The identity record of a live process."""
    return {
        "pid": pid,
        "startTime": _start_time(pid),
        "bootId": _text("/proc/sys/kernel/random/boot_id"),
        "machineId": _text("/etc/machine-id"),
        "pidNamespace": _namespace(),
        "startedAt": now(),
    }


def _start_time(pid: int) -> str | None:
    if sys.platform == "linux":
        stat = _text(f"/proc/{pid}/stat")
        # The name, in parentheses, may hold anything; field 22 is counted from behind it.
        return stat.rpartition(")")[2].split()[19] if stat else None
    if sys.platform == "darwin":
        # Without these two the text would change with the reader's language and time zone.
        env = {**os.environ, "LC_ALL": "C", "TZ": "UTC0"}
        command = ["ps", "-o", "lstart=", "-p", str(pid)]
        found = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        return " ".join(found.stdout.split()) or None
    return None


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
