"""Files that are written once."""

import errno
import json
from unittest import mock

from attempt import files, log

from .attempts import AttemptCase


class WriteOnce(AttemptCase):
    def test_the_first_writer_wins(self):
        path = self.folder / "a.json"
        self.assertEqual([files.write_once(path, {"n": n}) for n in (1, 2)], [True, False])
        self.assertEqual(json.loads(path.read_text()), {"formatVersion": "1.0", "n": 1})
        self.assertEqual([path.name for path in self.folder.iterdir()], ["a.json"])

    def test_a_file_system_without_hard_links_will_do(self):
        with mock.patch("os.link", side_effect=OSError(errno.EPERM, "no links")):
            self.assertTrue(files.write_once(self.folder / "a.json", {"n": 1}))
        self.assertEqual(json.loads((self.folder / "a.json").read_text())["n"], 1)

    def test_the_result_takes_the_reserve_of_a_full_disk(self):
        files.write_reserve(self.folder)
        reserve = self.folder / "reserve"
        self.assertEqual(reserve.stat().st_size, files.RESERVE_BYTES)
        write = files._write_synced

        def full(path, data):
            if reserve.exists():
                raise OSError(errno.ENOSPC, "No space left on device")
            write(path, data)

        with mock.patch("attempt.files._write_synced", full):
            self.assertTrue(files.write_at_any_cost(self.folder / "result.json", {"status": "failed"}))
        self.assertFalse(reserve.exists())

    def test_it_is_told_only_by_who_wrote_it(self):
        told = []
        for number in (1, 2):
            files.write_once(self.folder / "a.json", {}, lambda number=number: told.append(number))
        self.assertEqual(told, [1])


class Log(AttemptCase):
    def test_never_raises(self):
        with mock.patch("sys.stderr") as stream:
            stream.write.side_effect = OSError(errno.ENOSPC, "No space left on device")
            log.say("nobody can read this")
