"""Starts the trainer behind a gate: it does not run before its identity is on the disk."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable

import identity
from records import Attempt, write_once

# The child waits for one byte, then becomes the trainer; a closed pipe means that nobody recorded it.
GATE = """
import os, sys
gate, *command = sys.argv[1:]
os.read(int(gate), 1) or os._exit(111)
os.close(int(gate))
os.execvp(command[0], command)
"""

Process = subprocess.Popen


def start(attempt: Attempt, lock: int, on_recorded: Callable[[int], None]) -> Process:
    """Starts the trainer in its own process group, its output in trainer.log; raises ``OSError`` when it cannot.

    ``on_recorded`` gets its process id when that is on the disk and before the trainer runs.
    """
    launch = attempt.launch["process"]
    env = {**os.environ, **launch["env"], "TUNER_RUN_MARKER": attempt.marker}
    with open(attempt.folder / "trainer.log", "ab") as output:
        streams = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": subprocess.STDOUT}
        if os.name == "nt":
            process = subprocess.Popen(launch["argv"], cwd=launch["cwd"], env=env, **streams)
            _record(attempt, process)
            on_recorded(process.pid)
            return process
        process, gate = _start_gated(launch["argv"], lock, {"cwd": launch["cwd"], "env": env, **streams})
    try:
        _record(attempt, process)
        on_recorded(process.pid)
        os.write(gate, b"1")
    finally:
        os.close(gate)
    return process


def _record(attempt: Attempt, process: Process) -> None:
    if not write_once(attempt.folder / "process.json", identity.of(process.pid)):
        raise FileExistsError("this attempt has had a trainer already")


def _start_gated(argv: list[str], lock: int, options: dict[str, object]) -> tuple[Process, int]:
    entrance, gate = os.pipe()
    command = [argv[0], "-I", "-S", "-c", GATE, str(entrance), *argv]
    try:
        # The lock goes to the trainer's tree: while any of it lives, nothing else starts on this run.
        return subprocess.Popen(command, pass_fds=(entrance, lock), start_new_session=True, **options), gate
    except BaseException:
        os.close(gate)
        raise
    finally:
        os.close(entrance)
