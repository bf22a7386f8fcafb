"""Starts a process behind a gate: it does not run before its identity is on the disk."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from attempt.files import write_once
from attempt.records import Attempt
from processes import identity
from processes.child import Child, Process

# The child waits for one byte, then becomes the program; a closed pipe means that nobody recorded it.
GATE = """
import os, sys
gate, *command = sys.argv[1:]
os.read(int(gate), 1) or os._exit(111)
os.close(int(gate))
os.execvp(command[0], command)
"""


def start(
    attempt: Attempt, argv: Sequence[str], name: str, inherited: Sequence[int], on_recorded: Callable[[int], None]
) -> Process:
    """Starts ``argv`` in a group and session of its own, its output in ``<name>.log``; raises ``OSError``.

    ``on_recorded`` gets its process id when that is on the disk (``<name>.json``; the trainer's is process.json) and
    before the program runs. The ``inherited`` descriptors are open in it and its children.
    """
    launch = attempt.launch["process"]
    if os.path.isabs(argv[0]) and not os.access(argv[0], os.X_OK):
        raise FileNotFoundError(f"{argv[0]} is not there, or cannot be executed")
    options = {"cwd": launch["cwd"], "env": {**os.environ, **launch["env"], **attempt.marks}}

    def record(pid: int) -> None:
        _record(attempt.folder / ("process.json" if name == "trainer" else f"{name}.json"), pid)
        on_recorded(pid)

    with open(attempt.folder / f"{name}.log", "ab") as output:
        streams = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": subprocess.STDOUT}
        if os.name == "nt":
            from processes import windows_child

            return windows_child.start(list(argv), attempt.marks, {**options, **streams}, record)
        return _start_gated(list(argv), inherited, {**options, **streams}, record)


def _record(path: Path, pid: int) -> None:
    if not write_once(path, identity.of(pid)):
        raise FileExistsError(f"this attempt has had its {path.name} already")


def _start_gated(
    argv: list[str], inherited: Sequence[int], options: dict[str, object], record: Callable[[int], None]
) -> Process:
    entrance, gate = os.pipe()
    command = [sys.executable, "-I", "-S", "-c", GATE, str(entrance), *argv]
    try:
        process = subprocess.Popen(command, pass_fds=(entrance, *inherited), start_new_session=True, **options)
        try:
            record(process.pid)
            os.write(gate, b"1")
        except BaseException:
            # It leaves by itself at the closed gate, and is not to be left behind unreaped.
            os.close(gate)
            gate = -1
            process.wait()
            raise
        return Child(process)
    finally:
        os.close(entrance)
        if gate >= 0:
            os.close(gate)
