"""Who watches over a run, and what a trainer does when nobody does any more."""

import json
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from tuner_trainers.errors import TrainerError
from tuner_trainers.guardians import LOOK_SECONDS, Guardians
from tuner_trainers.live_lock import TRAINER_BYTE, take
from tuner_trainers.process_identity import is_alive, start_time, windows_start_time
from tuner_trainers.requests import Requests


class Clock:
    """A clock that goes on when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def guardians_of(folder, alive, **options):
    """Guardians of an attempt with a supervisor 11 (host 12) and an adopter 21 (host 22); those of `alive` live."""
    for name, pid in (("supervisor", 11), ("adopt-1", 21)):
        (folder / f"{name}.json").write_text(json.dumps({"pid": pid, "host": {"pid": pid + 1}}))
    clock = Clock()
    options = {"attached": True, **options}
    return Guardians(folder, is_alive=lambda identity: identity["pid"] in alive, clock=clock, **options), clock


@pytest.mark.parametrize("survivor", [11, 12, 21, 22])
def test_one_guardian_is_enough(tmp_path, survivor):
    guardians, _ = guardians_of(tmp_path, {survivor})
    assert not guardians.are_gone()


def test_a_run_without_any_stops_and_says_why(tmp_path):
    alive = {11}
    guardians, clock = guardians_of(tmp_path, alive)
    requests = Requests(tmp_path, guardians)
    assert requests.pending() is None
    alive.clear()
    assert requests.pending() is None, "it does not look all the time"
    clock.now += LOOK_SECONDS
    assert requests.pending() == "stop"
    assert json.loads((tmp_path / "stop.json").read_text())["reason"] == "host"


def test_it_stops_on_a_full_disk_too(tmp_path, monkeypatch):
    def fail(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tuner_trainers.requests.write_json_atomic", fail)
    requests = Requests(tmp_path, guardians_of(tmp_path, set())[0])
    assert [requests.pending(), requests.pending()] == ["stop", "stop"]


def test_a_detached_run_needs_none(tmp_path):
    assert not guardians_of(tmp_path, set(), attached=False)[0].are_gone()
    (tmp_path / "detached.json").write_text("{}")
    assert not guardians_of(tmp_path, set())[0].are_gone()


def test_without_records_nothing_is_concluded(tmp_path):
    assert not Guardians(tmp_path, attached=True, is_alive=lambda _: False).are_gone()
    (tmp_path / "supervisor.json").write_text("{")
    assert not Guardians(tmp_path, attached=True, is_alive=lambda _: False).are_gone()


def test_a_process_is_known_by_its_start_too():
    started = start_time(os.getpid())
    assert is_alive({"pid": os.getpid(), "startTime": started})
    assert is_alive({"pid": os.getpid(), "startTime": None})
    assert not is_alive({"pid": os.getpid(), "startTime": "1"})
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
        assert not is_alive({"pid": ended.pid, "startTime": None}), "a zombie has ended"


@pytest.mark.parametrize(("handle", "waited", "expected"), [(7, 0x102, "99"), (7, 0, None), (0, 0x102, None)])
def test_windows_tells_the_creation_time_of_a_running_process(handle, waited, expected):
    closed = []

    def get_process_times(_handle, created, *_others):
        created._obj[0] = 99
        return 1

    kernel = SimpleNamespace(
        OpenProcess=lambda *_: handle, WaitForSingleObject=lambda *_: waited, GetProcessTimes=get_process_times,
        CloseHandle=lambda given: closed.append(given.value),
    )  # fmt: skip
    kernel.OpenProcess = type("Function", (), {"__call__": lambda _self, *_: handle})()
    assert windows_start_time(5, kernel) == expected
    assert closed == ([7] if handle else [])


def test_a_trainer_takes_the_lock_itself_on_windows(tmp_path):
    locked = []

    def lock(descriptor, mode, count):
        at = os.lseek(descriptor, 0, os.SEEK_CUR)
        if at in locked:
            raise PermissionError(13, "Permission denied")
        locked.append(at)
        assert (mode, count) == ("NBLCK", 1)

    windows = SimpleNamespace(locking=lock, LK_NBLCK="NBLCK")
    os.close(take(tmp_path / "live.lock", windows))
    assert locked == [TRAINER_BYTE]
    with pytest.raises(TrainerError) as error:
        take(tmp_path / "live.lock", windows)
    assert error.value.code == "RUN_ACTIVE"
