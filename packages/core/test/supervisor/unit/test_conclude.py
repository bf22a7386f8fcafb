"""Writing how an attempt ended."""

import errno
import json
from unittest import mock

from attempt import files
from ending.conclude import Conclusion
from processes.tree import Tree

from .attempts import AttemptCase


class Conclude(AttemptCase):
    def test_a_disk_that_comes_back_gets_the_result(self):
        attempt = self.attempt()
        with mock.patch("ending.conclude.write_at_any_cost", self._fail_twice()), mock.patch("time.sleep"):
            Conclusion(attempt, "supervisor").of_nothing("stopped", Tree(attempt, None))
        self.assertEqual(json.loads((attempt.folder / "result.json").read_text())["status"], "stopped")
        self.assertEqual([event["type"] for event in self.events(attempt)], ["run.ended"])

    def test_one_that_does_not_is_told(self):
        attempt = self.attempt()
        failing = mock.patch("ending.conclude.write_at_any_cost", side_effect=OSError(errno.EIO, "Input/output error"))
        with failing, mock.patch("time.sleep"), self.assertRaises(OSError):
            Conclusion(attempt, "supervisor").of_nothing("stopped", Tree(attempt, None))

    def test_an_attempt_that_has_a_result_keeps_it(self):
        attempt = self.attempt()
        (attempt.folder / "result.json").write_text("{}")
        Conclusion(attempt, "adopter").of_nothing("lost", Tree(attempt, None))
        self.assertEqual((attempt.folder / "result.json").read_text(), "{}")
        self.assertEqual(self.events(attempt), [])

    def _fail_twice(self):
        problems = [OSError(errno.EIO, "Input/output error")] * 2

        def write(*arguments):
            if problems:
                raise problems.pop()
            return files.write_at_any_cost(*arguments)

        return write
