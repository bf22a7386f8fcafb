"""The cache: entries whole or not there, whatever the disk and other processes do."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tuner_trainers.cache import Cache
from tuner_trainers.hashes import hash_code, hash_files


def fill(entry, text="work"):
    with entry.write() as path:
        (path / "file.txt").write_text(text)


def text_of(entry):
    path = entry.read()
    return None if path is None else (path / "file.txt").read_text()


def test_work_is_found_again_by_what_it_was_made_of(tmp_path):
    fill(Cache(tmp_path).entry("tokens", {"rows": "abc", "length": 128}))
    cache = Cache(tmp_path)
    assert text_of(cache.entry("tokens", {"length": 128, "rows": "abc"})) == "work"
    assert cache.entry("tokens", {"rows": "abc", "length": 129}).read() is None
    assert cache.entry("reference", {"rows": "abc", "length": 128}).read() is None


@pytest.mark.parametrize("damage", ["work.", "worm", "", None])
def test_a_damaged_entry_is_no_entry_and_can_be_written_again(tmp_path, damage):
    entry = Cache(tmp_path).entry("tokens", 1)
    fill(entry)
    file = entry.read() / "file.txt"
    file.unlink() if damage is None else file.write_text(damage)
    assert entry.read() is None
    fill(entry)
    assert text_of(entry) == "work"


def test_a_manifest_that_is_no_manifest_is_no_entry(tmp_path):
    entry = Cache(tmp_path).entry("tokens", 1)
    fill(entry)
    (entry.read() / "entry.json").write_text('{"files": [3')
    assert entry.read() is None


def test_what_raises_leaves_nothing(tmp_path):
    entry = Cache(tmp_path).entry("tokens", 1)
    with pytest.raises(ZeroDivisionError), entry.write() as path:
        (path / "file.txt").write_text("half")
        raise ZeroDivisionError
    assert entry.read() is None
    assert list((tmp_path / "tokens").iterdir()) == []


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), RuntimeError("unexpected pos 64 vs 0")])
def test_a_full_disk_only_means_that_there_is_no_entry(tmp_path, error):
    entry = Cache(tmp_path).entry("tokens", 1)
    with entry.write() as path:
        (path / "file.txt").write_text("half")
        raise error
    assert entry.read() is None
    assert list((tmp_path / "tokens").iterdir()) == []


def test_a_folder_that_cannot_be_made_only_means_that_there_is_no_entry(tmp_path):
    (tmp_path / "cache").write_text("a file stands where the folder would be")
    entry = Cache(tmp_path / "cache").entry("tokens", 1)
    fill(entry)
    assert entry.read() is None


def test_writers_at_once_leave_one_whole_entry(tmp_path):
    cache = Cache(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: fill(cache.entry("tokens", 1), f"by {n}"), range(40)))
    assert text_of(cache.entry("tokens", 1)).startswith("by ")
    assert len(list((tmp_path / "tokens").iterdir())) == 1


def test_a_writer_that_is_killed_leaves_no_entry_and_what_it_began_goes_later(tmp_path):
    program = (
        "import os, sys; from pathlib import Path; from tuner_trainers.cache import Cache\n"
        "with Cache(Path(sys.argv[1])).entry('tokens', 1).write() as path:\n"
        "    (path / 'file.txt').write_text('half'); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], env={"PYTHONPATH": "."})
    entry = Cache(tmp_path).entry("tokens", 1)
    assert entry.read() is None
    (begun,) = (tmp_path / "tokens").iterdir()
    os.utime(begun, (0, 0))
    fill(entry)
    assert [path.name for path in (tmp_path / "tokens").iterdir()] == [entry.read().name]


def test_above_its_size_the_entries_unused_for_longest_go(tmp_path):
    cache = Cache(tmp_path, max_bytes=3000)
    entries = [cache.entry("tokens", n) for n in range(4)]
    for number, entry in enumerate(entries[:3]):
        fill(entry, "x" * 800)
        os.utime(entry.read(), (number, number))
    assert entries[0].read() is not None
    fill(entries[3], "x" * 800)
    assert [entry.read() is not None for entry in entries] == [True, False, True, True]


def test_what_is_no_entry_is_left_alone(tmp_path):
    other = tmp_path / "tiny-model-3-0" / "model.safetensors"
    other.parent.mkdir()
    other.write_text("x" * 10_000)
    fill(Cache(tmp_path, max_bytes=1).entry("tokens", 1))
    assert other.is_file()


def test_the_version_of_code_is_its_text_and_nothing_beside_it(tmp_path):
    (tmp_path / "a.py").write_text("x = 1")
    before = hash_code(tmp_path)
    (tmp_path / "a.pyc").write_text("compiled")
    assert hash_code(tmp_path) == before == hash_files([tmp_path / "a.py"])
    (tmp_path / "a.py").write_text("x = 2")
    assert hash_code(tmp_path) != before
