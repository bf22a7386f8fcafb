"""Trains a chain of hashes, in which every step leaves its trace: a resume that skips, repeats or changes one shows.

Events, requests, checkpoints and the last word are those of the real trainers; standard library only.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tuner_trainers.checkpoint import CheckpointStore, choose_checkpoint, is_complete
from tuner_trainers.guardians import Guardians
from tuner_trainers.launch import Launch, read_launch
from tuner_trainers.protocol.events import EventWriter
from tuner_trainers.protocol.files import replace_folder, write_ack
from tuner_trainers.requests import Requests

WEIGHTS, STATE = "weights.txt", "state.json"
# Large enough that a kill can fall into the middle of a checkpoint.
COPIES = 2000
HELD_SECONDS = 0.5


@dataclass
class Chain:
    """What is trained: the weights, and the random numbers that a resume must go on with."""

    step: int
    weights: str
    source: random.Random

    def advance(self, row: str) -> float:
        """One step; returns its loss."""
        self.step += 1
        drawn = self.source.random()
        self.weights = hashlib.sha256(f"{self.weights} {row} {drawn}".encode()).hexdigest()
        return drawn / self.step


def main() -> None:
    launch = read_launch(sys.argv[sys.argv.index("--launch") + 1], "chain")
    requests = Requests(launch.requests, Guardians(launch.requests, attached=launch.attached))
    requests.install_handlers()
    events = EventWriter(launch.events, launch.attempt)
    events.emit("hello", pid=os.getpid(), python=sys.version.split()[0], method="chain", device="cpu")
    settings = launch.config["training"]
    claim_device(launch, settings["proof"])
    start_child(settings["child"])
    store = CheckpointStore(events, launch.checkpoints, "model", settings["keep"])
    chain = begin(launch)
    asked = train(chain, launch, settings, (events, requests, store))
    if asked:
        stop(chain, launch, store, asked, events)
    else:
        finish(chain, launch, events)


def train(chain: Chain, launch: Launch, settings: dict, parts: tuple) -> str | None:
    """Trains until the end, or until somebody asks for another; returns what was asked."""
    events, requests, store = parts
    rows = launch.data.read_text("utf-8").splitlines()
    while chain.step < settings["steps"]:
        asked = requests.pending()
        if asked:
            return asked
        is_held = settings["hold"] and os.path.exists(settings["hold"])
        time.sleep(HELD_SECONDS if is_held else settings["step_ms"] / 1000)
        loss = chain.advance(rows[chain.step % len(rows)])
        events.emit("metrics", step=chain.step, epoch=None, values={"loss": loss})
        if chain.step % settings["save_steps"] == 0:
            save(chain, store)
    return None


def begin(launch: Launch) -> Chain:
    """The chain of the checkpoint to resume from, or a new one."""
    if launch.resume_from is None:
        return Chain(0, "0", random.Random(launch.config["training"]["seed"]))
    folder = choose_checkpoint(launch.resume_from, {WEIGHTS, STATE})
    state = json.loads((folder / STATE).read_text("utf-8"))
    version, numbers, gauss = state["random"]
    source = random.Random()
    source.setstate((version, tuple(numbers), gauss))
    return Chain(state["step"], (folder / WEIGHTS).read_text("utf-8").split()[0], source)


def save(chain: Chain, store: CheckpointStore) -> Path:
    """Writes a checkpoint."""
    folder = store.path(chain.step)
    if is_complete(folder):
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    write_weights(chain, folder)
    state = {"step": chain.step, "random": chain.source.getstate()}
    (folder / STATE).write_text(json.dumps(state), "utf-8")
    store.complete(chain.step, None, {})
    return folder


def write_weights(chain: Chain, folder: Path) -> None:
    (folder / WEIGHTS).write_text(f"{chain.weights}\n" * COPIES, "utf-8")


def stop(chain: Chain, launch: Launch, store: CheckpointStore, asked: str, events: EventWriter) -> None:
    path = None if asked == "cancel" else str(save(chain, store))
    saved = path is not None
    events.emit("stopped", step=chain.step, saved=saved, checkpoint=path, reason=asked)
    write_ack(launch.ack, "stopped", chain.step, saved=saved, checkpoint=path)


def finish(chain: Chain, launch: Launch, events: EventWriter) -> None:
    temporary = launch.model.with_name(f".{launch.model.name}.{os.getpid()}")
    temporary.mkdir(parents=True)
    write_weights(chain, temporary)
    replace_folder(temporary, launch.model)
    events.emit("finished", step=chain.step, model=str(launch.model), values={})
    write_ack(launch.ack, "finished", chain.step, saved=True)


def claim_device(launch: Launch, proof: str | None) -> None:
    """Notes in the file `proof` that this run trains now, and whether another one does at the same time."""
    if proof is None:
        return
    # Inherited by nobody: it is this process that trains.
    file = os.open(proof, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        word = "trains"
    except BlockingIOError:
        word = "overlaps"
    os.write(file, f"{word} {launch.checkpoints.parent.name} {launch.attempt}\n".encode())


def start_child(kind: str) -> None:
    """`worker`: like a data loader's process; `escapee`: one in a session of its own that ignores SIGTERM."""
    if kind != "none":
        command = ["sh", "-c", "trap '' TERM; exec sleep 600"] if kind == "escapee" else ["sleep", "600"]
        subprocess.Popen(command, start_new_session=kind == "escapee", stdout=subprocess.DEVNULL)


main()
