"""Attempts in a folder of their own."""

from __future__ import annotations

import json
import tempfile
import unittest
from pathlib import Path
from typing import Any

from attempt.records import Attempt, open_attempt


class AttemptCase(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="tuner-unit-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def attempt(self, run_id: str = "a-run", **changes: Any) -> Attempt:
        """An attempt whose launch document says what is in ``changes``."""
        directory = self.folder / run_id
        (directory / "attempts/1").mkdir(parents=True)
        launch = {
            "formatVersion": "1.0", "runId": run_id, "attached": True, "requiredOutputs": [],
            "files": {"events": str(directory / "events.jsonl"), "lock": str(directory / "live.lock"),
                      "checkpoints": str(directory / "checkpoints")},
            "process": {"argv": ["python"], "cwd": str(directory), "env": {}},
            "stop": {"graceMs": 1000, "terminateMs": 1000}, **changes,
        }  # fmt: skip
        (directory / "attempts/1/launch.json").write_text(json.dumps(launch))
        return open_attempt(str(directory), 1)

    def events(self, attempt: Attempt) -> list[dict[str, Any]]:
        """What was told of an attempt."""
        path = Path(attempt.launch["files"]["events"])
        return [json.loads(line) for line in path.read_text().split("\n") if line] if path.exists() else []
