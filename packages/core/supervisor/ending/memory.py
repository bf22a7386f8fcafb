"""Whether the system killed somebody because it ran out of memory, by its own counters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from attempt.answer import error_of

Counters = dict[str, int]


def count_kills(root: Path = Path("/")) -> Counters:
    """How often the system has done so, by the file that says it: of this control group, and of the whole machine."""
    found = {str(path): _oom_kills(path) for path in [*_groups(root), root / "proc/vmstat"]}
    return {path: count for path, count in found.items() if count is not None}


def out_of_memory(before: Counters, after: Counters) -> dict[str, Any] | None:
    """The error of a trainer that was killed while a counter moved; ``None`` when none did."""
    moved = [path for path, count in after.items() if count > before.get(path, count)]
    if not moved:
        return None
    message = f"The trainer was killed while the system ran out of memory (oom_kill in {moved[0]} went up)."
    hint = "Use a smaller batch size, a smaller model, or give the machine or container more memory."
    return error_of("OUT_OF_MEMORY", message, {"device": "host", "evidence": moved}, retryable=False, hint=hint)


def _groups(root: Path) -> list[Path]:
    """The files of the control group that this process and its children are in, of both versions."""
    found = []
    for line in _text(root / "proc/self/cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            found.append(root / "sys/fs/cgroup" / path.lstrip("/") / "memory.events")
        elif "memory" in controllers.split(","):
            found.append(root / "sys/fs/cgroup/memory" / path.lstrip("/") / "memory.oom_control")
    return found


def _oom_kills(path: Path) -> int | None:
    for line in _text(path).splitlines():
        name, _, value = line.partition(" ")
        if name == "oom_kill" and value.strip().isdigit():
            return int(value)
    return None


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""
