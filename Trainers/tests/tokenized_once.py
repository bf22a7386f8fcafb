"""What both engines promise about tokenizing: once, whatever is trained on the rows later."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.recorder import Recorder
from tests.requests import StopAtLook
from tuner_trainers.data.file_rows import FileTokenizer
from tuner_trainers.launch import Launch
from tuner_trainers.outcome import Outcome
from tuner_trainers.requests import Requests


def assert_tokenized_once(
    train: Callable[..., Outcome], make: Callable[..., Launch], folder: Path, monkeypatch: Any
) -> None:
    """A run that is stopped, its resume, and a second run: the rows are tokenized by the first of them only."""
    files = []
    real = FileTokenizer.read
    monkeypatch.setattr(FileTokenizer, "read", lambda self, path: files.append(path) or real(self, path))
    first = make(folder / "first")
    stopped = train(first, Recorder(), StopAtLook(first.requests, at=4))
    assert (stopped.kind, len(files)) == ("stopped", 1)
    resumed = make(folder / "first", resume_from=stopped.checkpoint)
    for job in (resumed, make(folder / "second")):
        recorder = Recorder()
        assert train(job, recorder, Requests(job.requests)).kind == "finished"
        details = [event.get("details", {}) for event in recorder.of("phase")]
        assert [one["fromCache"] for one in details if "fromCache" in one] == [True]
    assert len(files) == 1
    shutil.rmtree(folder)
