"""A new attempt: its place in the queue, its trainer, its end."""

from __future__ import annotations

import os
from typing import Any

from attempt import answer, life, log
from attempt.clock import now
from attempt.files import write_once, write_reserve
from attempt.records import Attempt
from attempt.requests import Request
from ending.conclude import Conclusion
from ending.last_event import tell_end
from processes import gate, identity, live_lock, locks, session
from processes.child import Process
from processes.tree import Tree
from tickets import turn
from tickets.busy import busy_error
from tickets.prepare import Prepare
from tickets.waiting import until_turn
from watch.asking import Asking
from watch.detach import warn_unless_guaranteed
from watch.host import AttachedHost, NoHost, PipeHost
from watch.stall import Stall
from watch.trainer_watch import until_exit


def supervise(attempt: Attempt) -> int:
    """Supervises the attempt to its end; 0 once its result is on the disk, 1 when it did not start."""
    try:
        session.separate()
        lock = live_lock.take(attempt)
        write_reserve(attempt.folder)
        if not write_once(attempt.folder / "supervisor.json", identity.own()):
            raise FileExistsError("this attempt has had a supervisor already")
    except (OSError, live_lock.StillAlive) as error:
        answer.refuse(answer.start_failed(error))
        return 1
    return _Supervision(attempt, lock).run()


class _Supervision:
    def __init__(self, attempt: Attempt, lock: int) -> None:
        self._attempt, self._lock = attempt, lock
        self._asking = Asking(attempt, AttachedHost(attempt, PipeHost()) if attempt.launch["attached"] else NoHost())
        self._conclusion = Conclusion(attempt, "supervisor")
        self._is_answered = False

    def run(self) -> int:
        """From the queue to the result."""
        tell_end(self._attempt.before)
        try:
            place = turn.take(self._attempt)
        except turn.DeviceBusy as busy:
            return self._refuse(busy_error(busy.holder))
        except OSError as error:
            return self._refuse(answer.start_failed(error))
        try:
            return self._run_at(place)
        finally:
            place.leave()

    def _run_at(self, place: turn.Turn) -> int:
        try:
            request = self._wait(place) or self._asking.news()
            process = None if request else self._start(place)
        except OSError as error:
            return self._refuse(answer.start_failed(error))
        self._answer(process.pid if process else None)
        if request:
            self._conclusion.of_nothing(request.unstarted_status, Tree(self._attempt, os.getpid()))
        if process:
            self._train(process)
        return 0

    def _train(self, process: Process) -> None:
        tree = Tree(self._attempt, os.getpid(), process.pid)
        stall = Stall(self._attempt, tree.cpu_seconds, self._asking.leave_stop)
        ladder = until_exit(self._attempt, process, self._asking, stall)
        self._conclusion.of_trainer(process, tree, ladder)

    def _wait(self, place: turn.Turn) -> Request | None:
        ahead = len(place.ahead())
        if ahead == 0:
            return None
        write_once(self._attempt.folder / "queued.json", {"time": now(), "devices": self._attempt.launch["devices"]})
        self._answer(None, ahead)
        prepare = Prepare(self._attempt, self._lock)
        prepare.begin()
        try:
            return until_turn(self._attempt, place, ahead, self._asking, prepare)
        finally:
            prepare.end()

    def _start(self, place: turn.Turn) -> Process:
        # Told before the trainer can say a word, so that the events are in order.
        def tell(pid: int) -> None:
            life.append(self._attempt, "run.started")
            people = {"supervisor": {"pid": os.getpid()}, "trainer": {"pid": pid}}
            life.append(self._attempt, "attempt.started", **people, **_resumed(self._attempt.launch["resume"]))
            if not self._attempt.launch["attached"]:
                warn_unless_guaranteed(self._attempt)

        # They go to the trainer's tree: while any of it lives, nothing else starts on this run or these devices.
        inherited = [descriptor for descriptor in (self._lock, *place.descriptors) if locks.INHERITED]
        return gate.start(self._attempt, self._attempt.launch["process"]["argv"], "trainer", inherited, tell)

    def _answer(self, trainer: int | None, ahead: int | None = None) -> None:
        if not self._is_answered:
            answer.ready(self._attempt, trainer, ahead)
        self._is_answered = True

    def _refuse(self, error: dict[str, Any]) -> int:
        """Of a run that could not be started: it must not look as if it still could."""
        log.say(error["message"])
        try:
            self._conclusion.of_nothing("failed", Tree(self._attempt, os.getpid()), error)
        finally:
            if not self._is_answered:
                answer.refuse(error)
        return 1


def _resumed(resume: dict[str, Any] | None) -> dict[str, Any]:
    return {"resumedFrom": resume["from"], "repeats": resume["repeats"]} if resume else {}
