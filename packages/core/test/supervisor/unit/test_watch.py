"""Signs of life, the host, and who can ask for the end."""

import os
from pathlib import Path
from unittest import mock

from attempt import requests
from processes import identity
from watch.asking import Asking
from watch.detach import find_reason
from watch.host import AttachedHost, NoHost, RecordedHost
from watch.stall import Stall

from .attempts import AttemptCase


class Silence(AttemptCase):
    """Of a trainer of which the test says when it shows life. The limit is 10 seconds, a look is due every second."""

    def stall(self, **changes):
        self.now = self.cpu = 0.0
        self.asked = []
        self.run = self.attempt(stallMs=10_000, **changes)
        return Stall(self.run, lambda: self.cpu, self.asked.append, lambda: self.now)

    def pass_time(self, stall, seconds, live=lambda: None):
        for _ in range(seconds):
            self.now += 1
            live()
            stall.look()

    def kinds(self):
        return [event["type"] for event in self.events(self.run)]

    def test_is_told_once_and_so_is_its_end(self):
        stall = self.stall()
        self.pass_time(stall, 30)
        self.assertEqual(self.kinds(), ["run.stalled"])
        self.assertAlmostEqual(self.events(self.run)[0]["silentSeconds"], 10, delta=1)
        (self.run.folder / "trainer.log").write_text("alive")
        self.pass_time(stall, 2)
        self.assertEqual((self.kinds(), self.asked), (["run.stalled", "run.recovered"], []))
        self.pass_time(stall, 12)
        self.assertEqual(self.kinds()[2:], ["run.stalled"])

    def test_every_sign_of_life_counts(self):
        def grow(path):
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"{self.now}")

        def work():
            self.cpu += 0.1

        signs = [work, *(lambda name=name: grow(self.run.directory / name) for name in
                         ("events.jsonl", "attempts/1/trainer.log", "checkpoints/checkpoint-1"))]  # fmt: skip
        for number, sign in enumerate(signs):
            stall = self.stall(run_id=f"run-{number}")
            self.pass_time(stall, 25, sign)
            self.assertFalse(any("stalled" in line for line in self._lines()), number)

    def _lines(self):
        path = Path(self.run.launch["files"]["events"])
        return path.read_text().split("\n") if path.exists() else []

    def test_a_thread_that_only_wakes_up_is_no_life(self):
        def wake():
            self.cpu += 0.002

        stall = self.stall()
        self.pass_time(stall, 15, wake)
        self.assertEqual(self.kinds(), ["run.stalled"])

    def test_ends_the_run_only_when_that_is_wanted(self):
        stall = self.stall(onStall="stop")
        self.pass_time(stall, 15)
        self.assertEqual(self.asked, ["stall"])

    def test_never_is_never(self):
        self.stall()
        run = self.attempt(run_id="never", stallMs=0)
        stall = Stall(run, lambda: 0.0, self.asked.append, lambda: self.now)
        self.pass_time(stall, 100)
        self.assertEqual(self.events(run), [])


class Hosts(AttemptCase):
    def test_one_that_is_recorded_leaves_once(self):
        host = RecordedHost({"pid": os.getpid(), "startTime": "1"})
        self.assertEqual([host.just_left(), host.just_left()], [True, False])

    def test_one_that_lives_or_is_elsewhere_has_not_left(self):
        elsewhere = {**identity.of(os.getpid()), "machineId": "another", "startTime": "1"}
        here = RecordedHost(identity.of(os.getpid()))
        self.assertFalse(here.just_left())
        # Where the system tells of no machine, there is no elsewhere.
        self.assertEqual(RecordedHost(elsewhere).just_left(), identity.of(1)["machineId"] is None)
        self.assertFalse(RecordedHost(None).just_left())

    def test_one_that_detached_may_leave(self):
        run = self.attempt()
        (run.folder / "detached.json").write_text("{}")
        self.assertFalse(AttachedHost(run, RecordedHost({"pid": os.getpid(), "startTime": "1"})).just_left())

    def test_a_wish_that_cannot_be_written_counts(self):
        asking = Asking(self.attempt(), NoHost())
        self.assertIsNone(asking.now())
        with mock.patch("attempt.requests.write_once", side_effect=OSError(28, "No space left on device")):
            asking.leave_stop("stall")
            self.assertEqual(asking.now(), requests.Request("stop", "stall", 1000))
        self.assertEqual(asking.now().reason, "stall")


class Detach(AttemptCase):
    def reason(self, cgroup, comm="systemd", logind="", namespace="pid:[4026531836]"):
        root = self.folder / str(len(os.listdir(self.folder)))
        texts = {"proc/1/comm": comm, "proc/self/cgroup": cgroup, "etc/systemd/logind.conf": logind}
        for name, text in texts.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        (root / "proc/self/ns").mkdir()
        (root / "proc/self/ns/pid").symlink_to(namespace)
        return find_reason(root) or ""

    def test_is_not_guaranteed_in_a_service(self):
        self.assertIn("web.service", self.reason("0::/system.slice/web.service\n"))
        self.assertIn("web.service", self.reason("2:cpu:/\n1:name=systemd:/system.slice/web.service\n"))

    def test_is_not_guaranteed_in_a_session_that_ends_at_logout(self):
        session = "0::/user.slice/user-1000.slice/session-3.scope\n"
        self.assertEqual(self.reason(session), "")
        self.assertIn("logout", self.reason(session, logind="[Login]\nKillUserProcesses = yes\n"))

    def test_is_not_guaranteed_in_a_container_without_an_init(self):
        self.assertIn("container", self.reason("0::/\n", comm="node", namespace="pid:[4026532000]"))
        self.assertEqual(self.reason("0::/\n", comm="systemd", namespace="pid:[4026532000]"), "")

    def test_is_fine_elsewhere(self):
        self.assertEqual(self.reason("0::/\n", comm="anything"), "")

    def test_of_a_run_that_is_let_go_is_told_once_where_it_may_not_help(self):
        asked = []
        for reason in ("this is a container", None):
            run = self.attempt(f"run-{reason}")
            asking = Asking(run, NoHost())
            with mock.patch("watch.detach.find_reason", lambda reason=reason: reason):
                asking.news()
                self.assertEqual(self.events(run), [])
                (run.folder / "detached.json").write_text("{}")
                asking.news()
                asking.news()
                # Who takes over finds it told.
                Asking(run, NoHost()).news()
            asked.append([event["code"] for event in self.events(run)])
        self.assertEqual(asked, [["DETACH_NOT_GUARANTEED"], []])
