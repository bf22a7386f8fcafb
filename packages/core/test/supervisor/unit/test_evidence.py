"""Which status follows from which evidence."""

import unittest
from pathlib import Path

from ending.evidence import Evidence, decide, exit_of, has_outputs, missing_outputs

from .attempts import AttemptCase

OK, ONE, KILLED = {"code": 0, "signal": None}, {"code": 1, "signal": None}, {"code": None, "signal": "SIGKILL"}


def status(exit=None, said=None, mode=None, sent=(), missing=(), new=False):
    ack = {"outcome": said} if said else None
    return decide(Evidence(exit, ack, mode, frozenset(sent), tuple(missing), new))


class Decide(unittest.TestCase):
    def check(self, cases):
        for expected, evidence in cases:
            with self.subTest(evidence):
                self.assertEqual(status(**evidence), expected)

    def test_the_last_word_of_the_trainer_outranks_its_exit(self):
        self.check([
            ("succeeded", {"exit": KILLED, "said": "finished"}),
            ("succeeded", {"exit": None, "said": "finished", "mode": "cancel"}),
            ("stopped", {"exit": ONE, "said": "stopped"}),
            ("cancelled", {"exit": OK, "said": "stopped", "mode": "cancel"}),
            ("failed", {"exit": OK, "said": "failed", "mode": "stop"}),
            ("failed", {"exit": ONE, "said": "failed", "new": True}),
        ])

    def test_nothing_succeeds_without_its_outputs(self):
        self.check([
            ("failed", {"exit": OK, "missing": ["x"]}),
            ("failed", {"exit": OK, "said": "finished", "missing": ["x"]}),
            ("failed", {"exit": None, "said": "finished", "missing": ["x"]}),
        ])

    def test_outputs_that_this_trainer_completed_are_a_success_however_it_ended(self):
        self.check([("succeeded", {"exit": ONE, "new": True}), ("failed", {"exit": ONE}), ("failed", {"exit": KILLED})])

    def test_who_does_not_answer_a_stop_is_stopped_when_the_ladder_ended_it(self):
        self.check([
            ("stopped", {"exit": KILLED, "mode": "stop", "sent": ["SIGTERM", "SIGKILL"]}),
            ("stopped", {"exit": {"code": 143, "signal": None}, "mode": "stop", "sent": ["SIGTERM"]}),
            ("stopped", {"exit": OK, "mode": "stop"}),
            ("failed", {"exit": KILLED, "mode": "stop", "sent": ["SIGTERM"]}),
            ("failed", {"exit": ONE, "mode": "stop"}),
        ])

    def test_an_end_that_nobody_saw_is_lost_unless_it_was_asked_for_and_brought_about(self):
        self.check([
            ("lost", {}), ("lost", {"mode": "stop"}), ("lost", {"new": True}),
            ("stopped", {"mode": "stop", "sent": ["SIGTERM"]}), ("cancelled", {"mode": "cancel"}),
        ])

    def test_an_exit_is_a_code_or_a_signal(self):
        self.assertEqual([exit_of(3), exit_of(-9), exit_of(-77)], [
            {"code": 3, "signal": None}, KILLED, {"code": None, "signal": "SIG77"},
        ])


class Outputs(AttemptCase):
    def test_one_complete_alternative_is_enough(self):
        there, gone = str(self.folder / "there"), str(self.folder / "gone")
        Path(there).touch()
        attempt = self.attempt(requiredOutputs=[[there, gone], [there], [gone, gone]])
        self.assertEqual((missing_outputs(attempt), has_outputs(attempt)), ((), True))

    def test_the_nearest_alternative_is_named(self):
        attempt = self.attempt(requiredOutputs=[["/a", "/b"], ["/c"]])
        self.assertEqual((missing_outputs(attempt), has_outputs(attempt)), (("/c",), False))

    def test_none_asked_for_are_none_missing_and_none_complete(self):
        for asked in ([], [[]]):
            attempt = self.attempt(run_id=f"of-{len(asked)}", requiredOutputs=asked)
            self.assertEqual((missing_outputs(attempt), has_outputs(attempt)), ((), False))
