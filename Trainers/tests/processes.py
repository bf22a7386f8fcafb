"""The trainers as programs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.documents import write_rows

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = {
    "sft": ROOT / "rtx3090_sft/train_sft.py", "kto": ROOT / "rtx3090_kto/train_kto.py",
    "mlx": ROOT / "mistral_lora_mac/main.py",
}  # fmt: skip
QUICK = ["--device", "cpu", "--model", "builtin:tiny", "--set", "training.max_steps=2"]


def execute(
    method: str, *arguments: Any, cache: Path, variables: dict[str, str] | None = None, **options: Any
) -> subprocess.CompletedProcess[str]:
    """Runs a script to its end, with a home and a cache of its own; `variables` are added to its environment."""
    # Threads, and where the second set's packages are.
    kept = {name: os.environ.get(name, "") for name in ("OMP_NUM_THREADS", "PYTHONPATH")}
    own = {"PATH": "/usr/bin:/bin", "XDG_CACHE_HOME": str(cache), "HOME": str(cache)}
    environment = kept | own | (variables or {})
    command = [sys.executable, str(SCRIPTS[method]), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, **options)


def events(folder: Path) -> list[dict[str, Any]]:
    """The lines of events.jsonl; none while there is no such file."""
    path = folder / "events.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def wait_for(folder: Path, kind: str, process: subprocess.Popen[bytes]) -> None:
    """Waits until the process has told an event of this kind, or has ended."""
    while process.poll() is None and kind not in [event["type"] for event in events(folder)]:
        time.sleep(0.1)


def launch_document(method: str, folder: Path, cache: Path, rows: list[dict[str, Any]], config: dict[str, Any]) -> Path:
    """Writes the launch document of a run in `folder`, and its rows."""
    files = {"launch": "launch.json", "events": "events.jsonl", "requests": "", "ack": "ack.json", "lock": "live.lock",
             "checkpoints": "checkpoints", "model": "model", "data": "rows.jsonl"}  # fmt: skip
    paths = {role: str(folder / name) for role, name in files.items()}
    paths |= {"cache": str(cache), "evaluationData": None, "resumeFrom": None, "startFrom": None}
    write_rows(folder / "rows.jsonl", rows)
    body = {"formatVersion": "1.0", "runId": "r", "attempt": 1, "backend": "b", "method": method, "files": paths,
            "config": config}  # fmt: skip
    (folder / "launch.json").write_text(json.dumps(body))
    return folder / "launch.json"


def assert_sigterm_saves(method: str, folder: Path, launch: Path) -> None:
    """Starts a long training, ends it with SIGTERM once it measures, and expects a complete checkpoint."""
    command = [sys.executable, str(SCRIPTS[method]), "--launch", str(launch)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as trainer:
        wait_for(folder, "metrics", trainer)
        trainer.send_signal(signal.SIGTERM)
        output, _ = trainer.communicate(timeout=60)
    assert (trainer.returncode, output) == (128 + signal.SIGTERM, b"")
    ack = json.loads((folder / "ack.json").read_text())
    assert (ack["outcome"], ack["saved"]) == ("stopped", True)
    assert Path(ack["checkpoint"], "manifest.json").is_file()
    assert events(folder)[-1]["reason"] == "signal"
