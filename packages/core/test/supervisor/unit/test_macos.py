"""What macOS says through ps and waitid, from texts in its format."""

import unittest

from processes.child import has_ended_unreaped
from processes.identity import parse_ps
from processes.macos import MacOS, seconds_of

TABLE = """\
    1     0     1 Ss    12:01.50
  501     1   501 S      0:00.25
  502   501   501 Z      0:00.00
  503   502   503 R    1-01:00:02.50
"""
COMMANDS = """\
  501 python train.py PATH=/bin TUNER_RUN_MARKER=a.1 TUNER_RUN_DIRECTORY=/Users/a b/runs/a HOME=/Users/a b
  502 python train.py TUNER_RUN_MARKER=a.12 TUNER_RUN_DIRECTORY=/Users/a b/runs/a HOME=/Users/a b
  503 python train.py TUNER_RUN_DIRECTORY=/Users/a b/runs/a TUNER_RUN_MARKER=a.1
  504 python train.py TUNER_RUN_MARKER=a.1 TUNER_RUN_DIRECTORY=/Users/a b/runs/a-2
"""


class OnMacOS(unittest.TestCase):
    def test_the_table_leaves_out_who_has_ended(self):
        table = MacOS(lambda _: TABLE).table()
        self.assertEqual(sorted(table), [1, 501, 503])
        self.assertEqual((table[503].parent, table[503].group), (502, 503))
        self.assertEqual(table[503].cpu_seconds, 90_002.5)

    def test_the_marks_are_found_whole_and_with_spaces(self):
        marks = {"TUNER_RUN_MARKER": "a.1", "TUNER_RUN_DIRECTORY": "/Users/a b/runs/a"}
        self.assertEqual(list(MacOS(lambda _: COMMANDS).marked(marks)), [501, 503])

    def test_the_questions_are_those_that_its_ps_knows(self):
        asked = []
        system = MacOS(lambda arguments: asked.append(" ".join(arguments)) or "")
        system.table()
        list(system.marked({}))
        self.assertEqual(asked, ["-axo pid=,ppid=,pgid=,stat=,time=", "-axEww -o pid=,command="])

    def test_cpu_time_has_up_to_four_parts(self):
        times = {"0:00.25": 0.25, "59:59.00": 3599, "1:00:00": 3600, "2-00:00:01": 172_801}
        self.assertEqual({time: seconds_of(time) for time in times}, times)

    def test_a_zombie_and_nobody_have_no_start_time(self):
        self.assertEqual(parse_ps("Ss   Tue Nov 24 10:00:00 2026\n"), "Tue Nov 24 10:00:00 2026")
        self.assertEqual([parse_ps("Z  Tue Nov 24 10:00:00 2026\n"), parse_ps("")], [None, None])

    def test_a_child_that_ended_is_seen_and_left_unreaped(self):
        class Libc:
            def __init__(self, failed, found):
                self.failed, self.found = failed, found

            def waitid(self, kind, pid, information, options):
                assert (kind, options) == (1, 0x25), "P_PID, WNOHANG | WEXITED | WNOWAIT"
                information._obj[3] = self.found
                return self.failed

        found = [has_ended_unreaped(7, Libc(*answer)) for answer in ((0, 0), (0, 7), (-1, 0))]
        self.assertEqual(found, [False, True, True])
