"""A disk that is soon full, and what both engines promise on it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.processes import events
from tests.requests import Requests
from tuner_trainers import disk, main
from tuner_trainers.checkpoint import choose_checkpoint, list_checkpoints
from tuner_trainers.launch import Launch
from tuner_trainers.protocol.events import EventWriter

_HAS_TMPFS = sys.platform == "linux" and hasattr(os, "geteuid") and os.geteuid() == 0
needs_tmpfs = pytest.mark.skipif(not _HAS_TMPFS, reason="only root on Linux can mount a small disk")


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """A file system of `size` bytes in a folder; skips the test where it cannot be mounted."""
    folder.mkdir(parents=True)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)]).returncode != 0:
        pytest.skip("a small disk cannot be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def assert_ends_whole(make: Any, folder: Path, monkeypatch: Any, *, looks: bool, size: int) -> None:
    """Trains into a disk that is too small, then goes on with a larger one. Without `looks` the disk really fills."""
    monkeypatch.setattr(disk, "_SPARE_BYTES", disk._SPARE_BYTES if looks else -(2**40))
    with small_disk(folder, size) as disk_folder:
        job: Launch = make(disk_folder / "run")
        assert _run(job) == 6
        ack = json.loads(job.ack.read_text())
        assert (ack["outcome"], ack["error"]["code"]) == ("failed", "DISK_FULL")
        assert events(job.requests)[-1]["error"] == ack["error"]
        assert ("neededBytes" in ack["error"]["details"]) == looks
        whole = list_checkpoints(job.checkpoints)
        assert whole and set(whole) == set(job.checkpoints.glob("checkpoint-*"))
        assert choose_checkpoint(job.checkpoints, set()) == whole[-1]
        subprocess.run(["mount", "-o", f"remount,size={size * 20}", str(folder)], check=True)
        job.ack.unlink()
        assert _run(make(disk_folder / "run", resume_from=job.checkpoints)) == 0
        assert json.loads(job.ack.read_text())["outcome"] == "finished"


def _run(job: Launch) -> int:
    return main.run(job, EventWriter(job.events), Requests(job.requests))
