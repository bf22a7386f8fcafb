"""Events, acknowledgements, checkpoints: what others read."""

import json
import os

import pytest

from tests.recorder import Recorder
from tuner_trainers.checkpoint import choose_checkpoint, list_checkpoints, write_manifest
from tuner_trainers.errors import TrainerError
from tuner_trainers.protocol.console import ConsoleEvents
from tuner_trainers.protocol.events import EventWriter, Tee
from tuner_trainers.protocol.files import write_ack
from tuner_trainers.protocol.numbers import split_values
from tuner_trainers.requests import Requests
from tuner_trainers.trl.train import NEEDED


def test_events_are_lines_with_attempt_and_no_nan(tmp_path):
    writer = EventWriter(tmp_path / "events.jsonl", 3)
    writer.emit("metrics", step=1, epoch=None, **split_values({"loss": float("nan"), "kl": float("-inf"), "lr": 1.0}))
    writer.emit("phase", name="a\nb")
    first, second = map(json.loads, (tmp_path / "events.jsonl").read_text().splitlines())
    assert (first["v"], first["attempt"], first["type"]) == (1, 3, "metrics")
    assert first["values"] == {"loss": None, "kl": None, "lr": 1.0}
    assert first["nonFinite"] == {"loss": "nan", "kl": "-inf"}
    assert second["name"] == "a\nb" and second["time"].endswith("Z")


def test_half_a_line_of_a_killed_attempt_swallows_nothing(tmp_path):
    (tmp_path / "events.jsonl").write_text('{"half')
    EventWriter(tmp_path / "events.jsonl", 2).emit("phase", name="x")
    assert json.loads((tmp_path / "events.jsonl").read_text().splitlines()[1])["name"] == "x"


def test_a_forked_child_writes_no_events(tmp_path):
    writer = EventWriter(tmp_path / "events.jsonl", 1)
    child = os.fork()
    if child == 0:
        writer.emit("phase", name="child")
        os._exit(0)
    os.waitpid(child, 0)
    assert (tmp_path / "events.jsonl").read_text() == ""


def test_the_first_acknowledgement_stays(tmp_path):
    write_ack(tmp_path / "ack.json", "finished", 4, saved=True, checkpoint=None)
    write_ack(tmp_path / "ack.json", "failed", 0, saved=False, checkpoint=None, error={"code": "X"})
    record = json.loads((tmp_path / "ack.json").read_text())
    assert record == {"formatVersion": "1.0", "outcome": "finished", "step": 4, "saved": True, "checkpoint": None}
    assert [path.name for path in tmp_path.iterdir()] == ["ack.json"]


def test_the_console_prints_progress_and_others_are_told_everything(capsys):
    recorder = Recorder()
    events = Tee(recorder, ConsoleEvents())
    numbers = {"loss": 2.5, "tokensPerSecond": None, "etaSeconds": 3.2}
    events.emit("progress", step=1, totalSteps=4, **numbers)
    events.emit("hello", pid=1)
    assert capsys.readouterr().out == "step 1/4 (25 %), loss 2.5000, 3 s left\n"
    assert len(recorder.events) == 2


def test_the_console_shows_what_its_level_lets_through(capsys):
    for level, expected in (("DEBUG", 3), ("INFO", 2), ("WARNING", 1), ("ERROR", 0)):
        events = ConsoleEvents(level=level)
        events.emit("metrics", step=1, epoch=0.5, values={"loss": 2.0})
        events.emit("evaluation", step=1, epoch=0.5, values={"eval_loss": 2.0})
        events.emit("warning", code="X", message="m", details={})
        assert len(capsys.readouterr().out.splitlines()) == expected, level


def test_cancel_wins_over_stop_wins_over_signal(tmp_path):
    requests = Requests(tmp_path)
    assert requests.pending() is None
    requests.signal = 15
    assert requests.pending() == "signal"
    (tmp_path / "stop.json").touch()
    assert requests.pending() == "stop"
    (tmp_path / "cancel.json").touch()
    assert requests.pending() == "cancel"


def checkpoint(folder, step):
    path = folder / f"checkpoint-{step}"
    path.mkdir()
    for name in ("trainer_state.json", "optimizer.pt", "scheduler.pt", "adapter_model.safetensors"):
        (path / name).write_text(f"{name} {step}")
    write_manifest(path, step, 0.5, "adapter", {"loss": float("nan")})
    return path


def test_the_newest_whole_checkpoint_is_chosen(tmp_path):
    older, newer = checkpoint(tmp_path, 9), checkpoint(tmp_path, 10)
    (tmp_path / "checkpoint-11").mkdir()
    assert list_checkpoints(tmp_path) == [older, newer]
    assert choose_checkpoint(tmp_path, NEEDED) == newer
    (newer / "optimizer.pt").write_text("optimizer.pt 1X")
    assert choose_checkpoint(tmp_path, NEEDED) == older


def test_a_damaged_checkpoint_is_refused_by_name(tmp_path):
    path = checkpoint(tmp_path, 2)
    (path / "optimizer.pt").unlink()
    with pytest.raises(TrainerError, match="optimizer.pt is missing or damaged") as caught:
        choose_checkpoint(path, NEEDED)
    assert caught.value.exit_code == 8


def test_nothing_to_resume_says_so(tmp_path):
    with pytest.raises(TrainerError, match="No folder there is a complete checkpoint"):
        choose_checkpoint(tmp_path, NEEDED)


def test_a_checkpoint_that_is_completed_again_is_still_whole(tmp_path):
    path = checkpoint(tmp_path, 9)
    write_manifest(path, 9, 1.0, "adapter", {})
    assert choose_checkpoint(tmp_path, NEEDED) == path


def test_the_manifest_names_every_file(tmp_path):
    manifest = json.loads((checkpoint(tmp_path, 2) / "manifest.json").read_text())
    assert manifest["values"] == {"loss": None} and manifest["kind"] == "adapter"
    assert {file["path"]: file["bytes"] for file in manifest["files"]}["optimizer.pt"] == len("optimizer.pt 2")
