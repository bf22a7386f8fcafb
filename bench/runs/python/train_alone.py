"""Runs a trainer of a launch document without Tuner around it, and says what its loop took.

Usage: train_alone.py REPORT off|on SCRIPT ARGUMENTS. With `off` its events go nowhere; with `on` they are written, and
the time that takes is measured.
"""

import json
import runpy
import sys
import time
from pathlib import Path

report, mode, script, *arguments = sys.argv[1:]
sys.path.insert(0, str(Path(script).resolve().parents[1]))
from tuner_trainers.protocol.events import EventWriter  # noqa: E402

emit, append, marks, spent = EventWriter.emit, EventWriter._append, {}, {"wall": 0.0, "cpu": 0.0, "count": 0}
inside = False


def measured(work, *values, **fields):
    """Does what writes events, and notes how long that took while the training's loop ran."""
    global inside
    is_outer, inside = not inside, True
    wall, cpu = time.perf_counter(), time.thread_time()
    work(*values, **fields)
    if is_outer:
        inside = False
        if "training" in marks and "saving_model" not in marks:
            spent["wall"] += time.perf_counter() - wall
            spent["cpu"] += time.thread_time() - cpu


def emit_measured(self, kind, **fields):
    """As EventWriter.emit, or nothing; notes when the phases begin."""
    if kind == "phase":
        marks[fields["name"]] = {"wall": time.monotonic(), "cpu": time.process_time()}
    if mode == "off":
        return
    spent["count"] += "training" in marks and "saving_model" not in marks
    measured(emit, self, kind, **fields)


EventWriter.emit = emit_measured
# What is written together is written behind the last of those events.
EventWriter._append = lambda self, lines: measured(append, self, lines)
sys.argv = [script, *arguments]
try:
    runpy.run_path(script, run_name="__main__")
finally:
    loop = {key: marks["saving_model"][key] - marks["training"][key] for key in ("wall", "cpu")}
    Path(report).write_text(json.dumps({**loop, "events": spent}), encoding="utf-8")
