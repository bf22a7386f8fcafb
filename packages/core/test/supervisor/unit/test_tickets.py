"""The line of a device."""

import json
import os
from pathlib import Path

from processes import locks
from tickets import turn
from tickets.line import Line, folder_name

from .attempts import AttemptCase


class Tickets(AttemptCase):
    def one(self, run_id, **changes):
        launch = {"devices": ["gpu"], "locks": str(self.folder / "locks"), **changes}
        return self.attempt(run_id=run_id, **launch)

    def names(self):
        return sorted(path.stem for path in (self.folder / "locks/gpu").glob("*.json"))

    def test_first_is_who_came_first(self):
        attempts = [self.one(name) for name in "abc"]
        turns = [turn.take(attempt) for attempt in attempts]
        self.assertEqual([len(one.ahead()) for one in turns], [0, 1, 2])
        turns[1].leave()
        self.assertEqual(len(turns[2].ahead()), 1)
        turns[0].leave()
        self.assertEqual(len(turns[2].ahead()), 0)

    def test_a_ticket_that_nobody_holds_is_passed_and_told(self):
        dead, waiting = turn.take(self.one("dead")), turn.take(self.one("waiting"))
        os.close(dead.descriptors[0])
        self.assertEqual(waiting.ahead(), [])
        self.assertEqual([ticket.run()["runId"] for ticket in waiting.abandoned], ["dead"])

    def test_one_of_a_run_that_has_a_result_or_is_deleted_goes_away(self):
        concluded, deleted = self.one("concluded"), self.one("deleted")
        for attempt in (concluded, deleted):
            os.close(turn.take(attempt).descriptors[0])
        (concluded.folder / "result.json").write_text("{}")
        (deleted.folder / "launch.json").unlink()
        deleted.folder.rmdir()
        turn.take(self.one("next"))
        self.assertEqual(self.names(), ["000000000003"])

    def test_numbers_go_on_while_somebody_waits(self):
        first, _second = turn.take(self.one("a")), turn.take(self.one("b"))
        first.leave()
        turn.take(self.one("c"))
        self.assertEqual(self.names(), ["000000000002", "000000000003"])

    def test_who_is_not_to_wait_draws_nothing(self):
        turn.take(self.one("a"))
        with self.assertRaises(turn.DeviceBusy) as caught:
            turn.take(self.one("b", queue=False))
        self.assertEqual(caught.exception.holder.run()["runId"], "a")
        self.assertEqual(self.names(), ["000000000001"])

    def test_a_run_with_two_devices_waits_for_each_other_run_once(self):
        both = turn.take(self.one("a", devices=["gpu", "other"]))
        self.assertEqual(len(turn.take(self.one("b", devices=["other", "gpu", "gpu"])).ahead()), 1)
        both.leave()

    def test_without_devices_there_is_nobody_to_wait_for(self):
        alone = turn.take(self.one("a", devices=[]))
        self.assertEqual((alone.ahead(), alone.descriptors), ([], []))

    def test_a_ticket_that_cannot_be_read_counts_while_it_is_held(self):
        self.one("nobody")
        line = Line(str(self.folder / "locks"), "gpu")
        with line.numbering():
            descriptor = os.open(line.folder / "000000000001.json", os.O_RDWR | os.O_CREAT)
        locks.try_lock(descriptor)
        waiting = turn.take(self.one("a"))
        self.assertEqual([ticket.number for ticket in waiting.ahead()], [1])
        os.close(descriptor)
        self.assertEqual((waiting.ahead(), waiting.abandoned), ([], []))

    def test_a_ticket_says_whose_it_is(self):
        attempt = self.one("a")
        turn.take(attempt)
        said = json.loads((self.folder / "locks/gpu/000000000001.json").read_text())
        self.assertEqual((said["runId"], said["attempt"]), ("a", 1))
        self.assertEqual(Path(said["directory"]), attempt.directory.resolve())
        self.assertEqual(said["supervisor"]["pid"], os.getpid())


class FolderName(AttemptCase):
    def test_every_device_has_a_folder_of_its_own(self):
        devices = ["GPU-1f2e", "metal", "a/b", "a%2Fb", "..", ".", "nul:0", "ä", "x" * 300, "x" * 301]
        names = [folder_name(device) for device in devices]
        self.assertEqual(len(set(names)), len(devices))
        self.assertEqual(names[:3], ["GPU-1f2e", "metal", "a%2Fb"])
        self.assertTrue(all(len(name) <= 100 and "/" not in name and "." not in name for name in names))
