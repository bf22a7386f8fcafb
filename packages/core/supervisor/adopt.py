"""Taking over an attempt whose supervisor died: watches its trainer on, or concludes what is left."""

from __future__ import annotations

import os
from typing import Any

from attempt import answer, log
from attempt.files import write_once
from attempt.records import Attempt, read
from ending.conclude import Conclusion
from ending.last_event import has_begun, tell_end
from processes import identity, live_lock, locks, session
from processes.child import Adopted
from processes.tree import Tree, end_survivors
from watch.asking import Asking
from watch.host import AttachedHost, Host, NoHost, PipeHost, RecordedHost
from watch.ladder import Ladder
from watch.stall import Stall
from watch.trainer_watch import until_exit

TRIES = 5
REASONS = {
    "adopting": "another process takes over already",
    "concluded": "it has ended",
    "supervised": "its supervisor is alive",
    "elsewhere": "its supervisor is on another machine, or in another container, and may be alive",
    "not_started": "it was never started",
    "exhausted": f"{TRIES} processes that took over died; end what is left of it by hand",
}


class Refused(Exception):
    """There is nothing to take over; the text is one of :data:`REASONS`."""


def adopt(attempt: Attempt) -> int:
    """Takes the attempt over and brings it to its end; 0 once its result is on the disk, 1 when it is refused."""
    session.separate()
    try:
        _claim(attempt)
    except Refused as refusal:
        reason = str(refusal)
        message = f"Attempt {attempt.number} of {attempt.launch['runId']} cannot be taken over: {REASONS[reason]}."
        answer.refuse(answer.error_of("ADOPT_REFUSED", message, {"reason": reason}, retryable=False))
        return 1
    except OSError as error:
        answer.refuse(answer.start_failed(error))
        return 1
    _bring_to_end(attempt, _host(attempt))
    return 0


def _host(attempt: Attempt) -> Host:
    """Of an attached run: the program that asks for this, when it wants to be the host, else the one that was."""
    if not attempt.launch["attached"]:
        return NoHost()
    if PipeHost.is_there():
        return AttachedHost(attempt, PipeHost())
    supervisor = read(attempt.folder / "supervisor.json") or {}
    return AttachedHost(attempt, RecordedHost(supervisor.get("host")))


def _claim(attempt: Attempt) -> None:
    """Takes the right to take over; raises :class:`Refused`."""
    # Held until this process ends; what is seen below cannot change meanwhile.
    descriptor = os.open(attempt.folder / "adopt.lock", os.O_RDWR | os.O_CREAT, 0o644)
    if not locks.try_lock(descriptor):
        raise Refused("adopting")
    supervisor = read(attempt.folder / "supervisor.json")
    if not (attempt.folder / "supervisor.json").exists():
        raise Refused("not_started")
    is_alive = identity.is_alive(supervisor)
    if is_alive is not False:
        raise Refused("supervised" if is_alive else "elsewhere")
    if (attempt.folder / "result.json").exists():
        tell_end(attempt)
        raise Refused("concluded")
    me = identity.own() if PipeHost.is_there() else identity.of(os.getpid())
    try:
        is_tried = any(write_once(attempt.folder / f"adopt-{number}.json", me) for number in range(1, TRIES + 1))
        # Tries are counted because of trainers that live: what is proven dead can always be written down.
        if not is_tried and not _is_dead(attempt):
            raise Refused("exhausted")
    except OSError as error:
        # On a full disk, too, somebody must bring the run to its end: its result has a reserve.
        log.say(f"this try could not be recorded: {error}")


def _is_dead(attempt: Attempt) -> bool:
    """Whether nothing of the run lives: its processes hold its lock as long as one of them does."""
    try:
        os.close(live_lock.take(attempt))
    except live_lock.StillAlive:
        return False
    path = attempt.folder / "process.json"
    # Without it, it was not let run.
    return not path.exists() or identity.is_alive(read(path)) is False


def _bring_to_end(attempt: Attempt, host: Host) -> None:
    record = read(attempt.folder / "process.json")
    trainer = _adopted(attempt, record) if record else None
    asking = Asking(attempt, host)
    is_there = trainer is not None and not trainer.has_ended()
    answer.ready(attempt, trainer.pid if trainer and is_there else None)
    tree, ladder = _watch_on(attempt, trainer, asking) if trainer and is_there else (Tree(attempt, None), None)
    _hold_lock(attempt, tree, ladder)
    conclusion = Conclusion(attempt, "adopter")
    if trainer and (is_there or has_begun(attempt)):
        conclusion.of_trainer(trainer, tree, ladder)
    else:
        # It is recorded before it runs, and let run after that is told.
        request = asking.now()
        conclusion.of_nothing(request.unstarted_status if request else "lost", tree)


def _watch_on(attempt: Attempt, trainer: Adopted, asking: Asking) -> tuple[Tree, Ladder]:
    log.say(f"took over trainer {trainer.pid}")
    tree = Tree(attempt, trainer.pid, trainer.pid)
    ladder = until_exit(attempt, trainer, asking, Stall(attempt, tree.cpu_seconds, asking.leave_stop))
    tree.forget_leader()
    return tree, ladder


def _adopted(attempt: Attempt, record: dict[str, Any]) -> Adopted:
    if os.name == "nt":
        from processes.windows_child import WindowsAdopted

        return WindowsAdopted(record, attempt.marks)
    return Adopted(record)


def _hold_lock(attempt: Attempt, tree: Tree, ladder: Ladder | None) -> None:
    """Takes the run's lock, to the end of this process: nobody else is to conclude, or to begin."""
    end_survivors(tree, ladder.patience if ladder else 0.0)
    try:
        live_lock.take(attempt)
    except (OSError, live_lock.StillAlive) as error:
        log.say(f"the run's lock could not be taken: {error}")
