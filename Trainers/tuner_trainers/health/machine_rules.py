"""Rules about the machine: speed, memory, disk."""

from __future__ import annotations

import bisect
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from tuner_trainers.health.alarm import Alarm

Clock = Callable[[], float]


class ThroughputCollapse:
    """Tokens a second stay below a quarter of their median for 30 seconds; heard from 30 progress events on."""

    name, hears = "throughput_collapse", "progress"
    FEWEST, MOST, SHARE, SECONDS = 30, 1000, 0.25, 30.0

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock, self._rates = clock, list[float]()
        self._since: float | None = None

    def hear(self, event: dict[str, Any]) -> Alarm | None:
        """Compares the newest rate with those before."""
        rate = event["tokensPerSecond"]
        if rate is None:
            return None
        usual = median(self._rates) if len(self._rates) >= self.FEWEST else None
        if usual is None or rate >= usual * self.SHARE:
            self._since = None
            if len(self._rates) < self.MOST:
                # Kept in order: the median is asked for at every progress.
                bisect.insort(self._rates, rate)
            return None
        self._since = self._clock() if self._since is None else self._since
        if self._clock() - self._since < self.SECONDS:
            return None
        message = f"Training has slowed down to {rate:.0f} tokens/s from {usual:.0f}."
        fix = "Look for other programs on this device, heat, or memory that spills: a smaller batch size helps there."
        return Alarm(message, fix, {"tokensPerSecond": rate, "usual": usual})


class MemoryNearLimit:
    """The machine has less than 5 % of its memory left while it trains."""

    name, hears = "memory_near_limit", "progress"
    SHARE = 0.05

    def __init__(self, memory: Callable[[], Any] = psutil.virtual_memory) -> None:
        self._memory = memory

    def hear(self, event: dict[str, Any]) -> Alarm | None:
        """Looks at the machine's memory."""
        found = self._memory()
        if found.available >= found.total * self.SHARE:
            return None
        left, total = found.available / 1e9, found.total / 1e9
        message = f"Only {left:.1f} of {total:.1f} GB of memory are left: the system may end the training."
        fix = "Close other programs; use a smaller batch size or shorter rows next time."
        return Alarm(message, fix, {"availableBytes": found.available, "totalBytes": found.total})


class DiskLow:
    """After a checkpoint the disk has room for less than two more."""

    name, hears = "disk_low", "checkpoint"
    CHECKPOINTS = 2

    def __init__(self, free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free) -> None:
        self._free = free

    def hear(self, event: dict[str, Any]) -> Alarm | None:
        """Compares the disk's free space with the size of the checkpoint."""
        if event["action"] != "saved":
            return None
        free = self._free(Path(event["path"]).parent)
        if free >= event["bytes"] * self.CHECKPOINTS:
            return None
        size = event["bytes"] / 1e6
        message = f"The disk has {free / 1e6:.0f} MB left, and a checkpoint takes {size:.0f} MB."
        fix = "Free space now, or keep fewer checkpoints (training.save_total_limit, output.keep_last_n_checkpoints)."
        return Alarm(message, fix, {"freeBytes": free, "checkpointBytes": event["bytes"]})
