"""Trains which letter follows which, by gradient descent, and speaks Tuner's protocol. Standard library only."""

import json
import math
import os
import platform
import sys
from datetime import UTC, datetime
from itertools import pairwise

LETTERS = " abcdefghijklmnopqrstuvwxyz"


def probe():
    report = {"python": platform.python_version(), "versions": {}, "device": None, "findings": []}
    print(json.dumps(report))


def train(launch):
    files, settings = launch["files"], launch["config"]["training"]
    emit = event_writer(files["events"], launch["attempt"])
    emit("hello", pid=os.getpid(), python=platform.python_version(), method=launch["method"], device="cpu")
    rows = read_rows(files["data"])
    batches = [rows[i : i + settings["batch_size"]] for i in range(0, len(rows), settings["batch_size"])]
    total, step, pairs = settings["epochs"] * len(batches), 0, 0
    table = [[0.0] * len(LETTERS) for _ in LETTERS]
    for epoch in range(settings["epochs"]):
        for number, batch in enumerate(batches, start=1):
            mode = asked(files["requests"])
            if mode:
                emit("stopped", step=step, saved=False, checkpoint=None, reason=mode)
                return acknowledge(files["ack"], "stopped", step, saved=False)
            loss, seen = descend(table, [pair for row in batch for pair in row], settings["learning_rate"])
            step, pairs = step + 1, pairs + seen
            at = epoch + number / len(batches)
            emit("metrics", step=step, epoch=at, values={"loss": loss})
            emit("progress", **progress(step, total, at, settings, loss, pairs))
    write_model(files["model"], table)
    emit("finished", step=step, model=files["model"], values={"loss": loss})
    return acknowledge(files["ack"], "finished", step, saved=True)


def read_rows(path):
    with open(path, encoding="utf-8") as file:
        texts = [json.loads(line)["text"].lower() for line in file if line.strip()]
    known = [[LETTERS.index(letter) for letter in text if letter in LETTERS] for text in texts]
    return [list(pairwise(row)) for row in known]


def descend(table, pairs, rate):
    """One step on the mean cross entropy of the next letter; gives that loss, and how many letters it is of."""
    loss, gradient = 0.0, {}
    for before, after in pairs:
        odds = [math.exp(score) for score in table[before]]
        whole = sum(odds)
        loss -= math.log(odds[after] / whole)
        row = gradient.setdefault(before, [0.0] * len(odds))
        for letter, odd in enumerate(odds):
            row[letter] += odd / whole - (letter == after)
    for before, row in gradient.items():
        table[before] = [score - rate * slope / len(pairs) for score, slope in zip(table[before], row)]
    return loss / len(pairs), len(pairs)


def progress(step, total, epoch, settings, loss, pairs):
    names = ("gradNorm", "tokensPerSecond", "secondsPerStep", "etaSeconds", "memoryBytes", "peakMemoryBytes")
    unknown = dict.fromkeys(names)
    known = {"step": step, "totalSteps": total, "epoch": epoch, "totalEpochs": settings["epochs"], "loss": loss}
    return {**unknown, **known, "learningRate": settings["learning_rate"], "tokens": pairs}


# #region protocol
def event_writer(path, attempt):
    file = os.open(path, os.O_WRONLY | os.O_APPEND)

    def emit(kind, **fields):
        time = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        # One write a line: others append to the same file.
        os.write(file, (json.dumps({"v": 1, "attempt": attempt, "time": time, "type": kind, **fields}) + "\n").encode())

    return emit


def asked(folder):
    return next((mode for mode in ("cancel", "stop") if os.path.exists(os.path.join(folder, mode + ".json"))), None)


def write_model(folder, table):
    """The folder gets its name when it is complete."""
    os.makedirs(folder + ".new")
    with open(os.path.join(folder + ".new", "model.json"), "w", encoding="utf-8") as file:
        json.dump({"letters": LETTERS, "scores": table}, file)
    os.rename(folder + ".new", folder)


def acknowledge(path, outcome, step, saved):
    """The trainer's last word, written last."""
    with open(path + ".new", "w", encoding="utf-8") as file:
        json.dump({"formatVersion": "1.0", "outcome": outcome, "step": step, "saved": saved, "checkpoint": None}, file)
    os.rename(path + ".new", path)


# #endregion protocol

if sys.argv[1] == "--probe":
    probe()
else:
    with open(sys.argv[2], encoding="utf-8") as launch_file:
        train(json.load(launch_file))
