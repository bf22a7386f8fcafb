"""Who belongs to an attempt, and how all of them are ended."""

import os
import signal
import unittest
from unittest import mock

from processes.linux import Linux
from processes.table import Entry
from processes.tree import Tree, end_survivors

from .attempts import AttemptCase

ROOT, LEADER, MEMBER, GRANDCHILD, MARKED, HOLDER, STRANGER = 10, 20, 21, 22, 30, 40, 50


class System:
    """A system with one run and a stranger. ``deaf`` ones end by SIGKILL only, ``lasting`` ones never."""

    def __init__(self, deaf=(), lasting=()):
        self.deaf, self.lasting = deaf, lasting
        self.sent = []
        self.entries = {
            LEADER: Entry(LEADER, ROOT, LEADER, 1.0), MEMBER: Entry(MEMBER, 1, LEADER, 2.0),
            GRANDCHILD: Entry(GRANDCHILD, LEADER, GRANDCHILD, 4.0), MARKED: Entry(MARKED, 1, MARKED, 8.0),
            HOLDER: Entry(HOLDER, 1, HOLDER, 16.0), STRANGER: Entry(STRANGER, 1, STRANGER, 32.0),
        }  # fmt: skip

    def table(self):
        return dict(self.entries)

    def marked(self, _marks):
        return iter({MARKED, os.getpid()} & {*self.entries, os.getpid()})

    def holders(self, _lock):
        return iter({HOLDER} & set(self.entries))

    def send(self, pid, number):
        self.sent.append((pid, number))
        if pid not in self.lasting and (number == signal.SIGKILL or pid not in self.deaf):
            self.entries.pop(pid, None)


class OfATree(AttemptCase):
    def tree(self, system, root=ROOT, group=LEADER):
        return Tree(self.attempt(), root, group, system)

    def test_group_descendants_marked_and_holders_belong_to_it(self):
        self.assertEqual(self.tree(System()).survivors(), {LEADER, MEMBER, GRANDCHILD, MARKED, HOLDER})

    def test_its_cpu_time_is_that_of_the_group_and_its_descendants(self):
        self.assertEqual(self.tree(System()).cpu_seconds(), 7.0)

    def test_whoever_got_the_number_of_a_leader_that_ended_is_somebody_else(self):
        tree = self.tree(System())
        tree.forget_leader()
        self.assertEqual(tree.survivors(), {MARKED, HOLDER})

    def test_the_group_of_a_leader_that_ended_still_belongs_to_it(self):
        system = System()
        del system.entries[LEADER]
        tree = self.tree(system)
        tree.forget_leader()
        self.assertIn(MEMBER, tree.survivors())

    def test_everybody_is_asked_first(self):
        system = System(deaf={HOLDER})
        self.assertEqual(end_survivors(self.tree(system), 0.05, system.send), set())
        self.assertEqual(system.sent.count((HOLDER, signal.SIGTERM)), 1)
        self.assertEqual([pid for pid, number in system.sent if number == signal.SIGKILL], [HOLDER])
        self.assertEqual(set(system.entries), {STRANGER})

    def test_without_patience_nobody_is_asked(self):
        system = System()
        end_survivors(self.tree(system), 0, system.send)
        self.assertEqual({number for _, number in system.sent}, {signal.SIGKILL})

    def test_one_that_starts_another_before_it_ends_does_not_save_it(self):
        system = System()
        born = Entry(99, 1, LEADER, 0)

        def send(pid, number):
            system.send(pid, number)
            if pid == MEMBER:
                system.entries[99] = born

        self.assertEqual(end_survivors(self.tree(system), 0, send), set())
        self.assertNotIn(99, system.entries)

    def test_who_cannot_be_ended_is_named(self):
        system = System(lasting={MARKED})
        with mock.patch("processes.tree.KILL_SECONDS", 0.05):
            self.assertEqual(end_survivors(self.tree(system), 0, system.send), {MARKED})


@unittest.skipUnless(os.path.isdir("/proc/self/fdinfo"), "Linux only")
class OnLinux(AttemptCase):
    def test_who_only_opens_a_file_does_not_hold_its_lock(self):
        import fcntl

        path = self.folder / "lock"
        with open(path, "w") as file:
            self.assertNotIn(os.getpid(), Linux().holders(str(path)))
            fcntl.flock(file, fcntl.LOCK_EX)
            self.assertIn(os.getpid(), Linux().holders(str(path)))

    def test_the_table_knows_this_process(self):
        entry = Linux().table()[os.getpid()]
        self.assertEqual((entry.parent, entry.group), (os.getppid(), os.getpgid(0)))
        self.assertGreater(entry.cpu_seconds, 0)
