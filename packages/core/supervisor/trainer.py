"""Starts the trainer behind a gate: it does not run before its identity is on the disk."""

import os
import subprocess

import identity
from records import Attempt, write_once

# The child waits for one byte, then becomes the trainer; a closed pipe means that nobody recorded it.
GATE = "import os,sys;os.read(int(sys.argv[1]),1) or os._exit(111);os.close(int(sys.argv[1]));os.execvp(sys.argv[2],sys.argv[2:])"


def start(attempt: Attempt, lock: int) -> "subprocess.Popen[bytes]":
    """Starts the trainer in its own process group, its output in trainer.log; raises ``OSError`` when it cannot."""
    launch = attempt.launch["process"]
    env = {**os.environ, **launch["env"], "TUNER_RUN_MARKER": attempt.marker}
    with open(attempt.folder / "trainer.log", "ab") as output:
        streams = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": subprocess.STDOUT}
        if os.name == "nt":
            process = subprocess.Popen(launch["argv"], cwd=launch["cwd"], env=env, **streams)
            write_once(attempt.folder / "process.json", identity.of(process.pid))
            return process
        return _start_gated(attempt, lock, {"cwd": launch["cwd"], "env": env, **streams})


def _start_gated(attempt: Attempt, lock: int, options: "dict[str, object]") -> "subprocess.Popen[bytes]":
    argv = attempt.launch["process"]["argv"]
    entrance, gate = os.pipe()
    try:
        command = [argv[0], "-I", "-c", GATE, str(entrance), *argv]
        process = subprocess.Popen(command, pass_fds=(entrance, lock), start_new_session=True, **options)
        try:
            write_once(attempt.folder / "process.json", identity.of(process.pid))
        except OSError:
            process.kill()
            raise
        os.write(gate, b"1")
        return process
    finally:
        os.close(entrance)
        os.close(gate)
