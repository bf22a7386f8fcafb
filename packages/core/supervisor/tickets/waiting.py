"""Waiting for the turn."""

from __future__ import annotations

from attempt import life, log
from attempt.records import Attempt
from attempt.requests import Request
from tickets.prepare import Prepare
from tickets.recovery import Recovery
from tickets.turn import Turn
from watch.asking import Asking
from watch.pause import pause


def until_turn(attempt: Attempt, turn: Turn, ahead: int, asking: Asking, prepare: Prepare) -> Request | None:
    """Returns when the run may have its devices, or with the request that ended the waiting.

    ``ahead`` is how many are known to be ahead. What the run can do without a device, it does meanwhile.
    """
    recovery = Recovery(turn)
    told: int | None = None
    while True:
        if ahead != told and ahead > 0:
            life.append(attempt, "run.queued", ahead=ahead)
            told = ahead
        request = asking.news()
        if request:
            return request
        if prepare.is_over(is_turn=ahead == 0) and ahead == 0:
            return None
        pause(asking.descriptors)
        ahead = _look(turn, recovery, ahead)


def _look(turn: Turn, recovery: Recovery, ahead: int) -> int:
    try:
        first = turn.ahead()
        recovery.look(first)
        return len(first)
    except OSError as error:
        # Such as too many open files: the next look may succeed.
        log.say(f"could not look at the queue: {error}")
        return max(ahead, 1)
