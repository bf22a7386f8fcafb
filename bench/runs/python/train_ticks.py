"""A trainer that only ticks: the real protocol, no training. Each tick says when it was told. Standard library only."""

import json
import os
import sys
import time
from pathlib import Path

from tuner_trainers.protocol.events import EventWriter
from tuner_trainers.protocol.files import write_ack
from tuner_trainers.requests import Requests


def main(launch_path: str) -> None:
    """Ticks as the configuration says, or until somebody asks for an end."""
    launch = json.loads(Path(launch_path).read_text(encoding="utf-8"))
    files, config = launch["files"], launch["config"]
    events, requests = EventWriter(files["events"], launch["attempt"]), Requests(Path(files["requests"]))
    requests.install_handlers()
    events.emit("hello", pid=os.getpid(), python=sys.version, method="ticks", device="cpu")
    begun, tick = time.monotonic(), 0
    while tick < config["ticks"] and not requests.pending():
        tick += 1
        time.sleep(max(0.0, begun + tick / config["perSecond"] - time.monotonic()))
        events.emit("phase", name="tick", details={"told": time.time() * 1000})
    is_over = tick >= config["ticks"]
    if is_over:
        os.makedirs(files["model"])
        (Path(files["model"]) / "weights").write_text("ticked", encoding="utf-8")
    write_ack(files["ack"], "finished" if is_over else "stopped", tick, saved=is_over)


main(sys.argv[-1])
