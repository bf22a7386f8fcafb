"""Rates and remaining time on steps of made-up length."""

import json
import os
from unittest.mock import patch

import pytest

from tuner_trainers.protocol.events import EventWriter, Tee
from tuner_trainers.reporting.pace import Pace
from tuner_trainers.reporting.reporter import Reporter, Standing


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


class Run:
    """A training of `total` steps from `start` on, each of `seconds`, with pauses where they are due."""

    def __init__(self, total, start=0, intervals=None, first=9.0, seconds=lambda step: 0.5, pauses=None):
        self.clock, self.total, self.step, self.intervals = Clock(), total, start, intervals or {}
        self.first, self.seconds, self.pauses = first, seconds, pauses or {}
        self.start, self.pace = start, Pace(self.clock)
        self.pace.begin(start, total, self.intervals)

    def take(self):
        self.clock.now += self.first if self.step == self.start else self.seconds(self.step)
        self.step += 1
        self.pace.advance(self.step, 64 * (self.step - self.start))

    def pause(self):
        for kind, every in self.intervals.items():
            if self.step % every == 0 or self.step == self.total:
                self.clock.now += self.pauses[kind]
                self.pace.emit(kind)

    def until(self, step):
        """Takes steps up to and with `step`, and the pauses before it."""
        while self.step < step:
            if self.step > self.start:
                self.pause()
            self.take()
        return self.pace.remaining()

    def truth(self):
        """The seconds that are left now."""
        before = self.clock.now
        while self.step < self.total:
            self.pause()
            self.take()
        self.pause()
        return self.clock.now - before


def test_nothing_is_known_before_a_steady_step():
    run = Run(10)
    assert (run.pace.remaining(), run.pace.rates()) == (None, (None, None))
    assert (run.until(1), run.pace.rates()) == (None, (None, None))
    assert run.until(2) == pytest.approx(4.0)


def test_the_first_step_does_not_count():
    run = Run(100, first=60.0)
    assert run.until(3) == pytest.approx(97 * 0.5)
    assert run.pace.rates() == (pytest.approx(128), pytest.approx(0.5))


def test_after_resuming_the_steps_before_do_not_count():
    run = Run(1000, start=900, first=30.0)
    assert run.until(902) == pytest.approx(98 * 0.5)
    assert run.until(990) == pytest.approx(5.0)


@pytest.mark.parametrize("start", [0, 40])
@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
@pytest.mark.parametrize("every", [7, 10, 25])
def test_pauses_that_were_seen_are_in_what_remains(start, share, every):
    intervals = {"evaluation": every, "checkpoint": 10, "sample": 20}
    pauses = {"evaluation": 5.0, "checkpoint": 1.0, "sample": 2.0}
    run = Run(140, start, intervals, pauses=pauses)
    # At the very step at which an evaluation is due, too: that one has not been yet.
    remaining = run.until(start + int((140 - start) * share))
    assert remaining == pytest.approx(run.truth(), rel=0.02)


def test_a_pause_that_was_not_yet_counts_nothing():
    run = Run(100, intervals={"evaluation": 90}, pauses={"evaluation": 50.0})
    assert run.until(50) == pytest.approx(25.0)


def test_pauses_are_not_in_the_rates():
    run = Run(100, intervals={"evaluation": 2}, pauses={"evaluation": 50.0})
    run.until(40)
    assert run.pace.rates() == (pytest.approx(128), pytest.approx(0.5))


def test_one_slow_pause_says_little():
    run = Run(100, intervals={"checkpoint": 10}, pauses={"checkpoint": 1.0})
    run.until(31)
    run.clock.now += 60
    run.pace.emit("checkpoint")
    assert run.until(60) == pytest.approx(run.truth(), rel=0.1)


def test_several_samples_after_one_step_are_one_pause():
    run = Run(40, intervals={"sample": 10}, pauses={"sample": 1.0})
    run.until(10)
    for _ in range(3):
        run.clock.now += 2
        run.pace.emit("sample")
    # Two of the steps 20 and 30, and one after the last.
    assert run.pace.remaining() == pytest.approx(30 * 0.5 + 3 * 6)


def test_steps_that_become_slower_are_followed():
    run = Run(400, seconds=lambda step: 0.5 if step < 200 else 1.0)
    assert run.until(300) == pytest.approx(run.truth(), rel=0.1)


def test_uneven_steps_average_out():
    run = Run(400, seconds=lambda step: 0.2 + 0.6 * (step * 7919 % 13) / 12)
    assert run.until(100) == pytest.approx(run.truth(), rel=0.05)


def test_a_machine_that_was_busy_for_a_while_says_little_of_the_steps_to_come():
    run = Run(800, seconds=lambda step: 5.0 if 180 <= step < 186 else 0.5)
    assert run.until(200) == pytest.approx(run.truth(), rel=0.15)


def test_nothing_remains_at_the_end():
    run = Run(20, intervals={"checkpoint": 8}, pauses={"checkpoint": 1.0})
    assert run.until(20) == pytest.approx(1.0)
    run.pause()
    assert run.pace.remaining() == 0


def test_the_reporter_hears_of_pauses_through_its_events():
    clock, told = Clock(), []

    class Listener:
        def emit(self, kind, **fields):
            told.append((kind, fields))

    reporter = Reporter(Tee(Listener()), lambda: (1, 2), clock)
    reporter.begin(Standing(0, 100, 0.0, 1.0, 0), {"checkpoint": 50})
    for step in range(1, 51):
        clock.now += 1
        reporter.advance(Standing(step, 100, step / 100, 1.0, step * 10))
    clock.now += 30
    reporter.events.emit("checkpoint", action="saved")
    clock.now += 1
    reporter.advance(Standing(51, 100, 0.51, 1.0, 510))
    assert [kind for kind, _ in told].count("checkpoint") == 1
    newest = told[-1][1]
    assert newest["etaSeconds"] == pytest.approx(49 + 30)
    assert (newest["secondsPerStep"], newest["tokensPerSecond"]) == (pytest.approx(1), pytest.approx(10))


def test_progress_waits_for_metrics_that_come_often_and_is_told_with_them(tmp_path):
    clock, writer = Clock(), EventWriter(tmp_path / "events.jsonl")
    reporter = Reporter(Tee(writer), lambda: (1, 2), clock)
    reporter.begin(Standing(0, 1000, 0.0, 1.0, 0), {})
    with patch("os.write", wraps=os.write) as write:
        for step in range(1, 101):
            clock.now += 0.02
            reporter.advance(Standing(step, 1000, step / 1000, 1.0, step))
            if step % 6 == 0:
                reporter.metrics(step, step / 1000, {"loss": float(step)})
    writes = [call.args[1].decode().splitlines() for call in write.call_args_list]
    kinds = [[json.loads(line)["type"] for line in lines] for lines in writes]
    # The first step after 0.1 s knows of no metrics yet.
    assert kinds[1:] == [["metrics"], *[["metrics", "progress"]] * 15]
    newest = json.loads(writes[-1][-1])
    assert (newest["step"], newest["loss"]) == (96, 96)


def test_progress_does_not_wait_for_metrics_that_come_seldom():
    clock, told = Clock(), []

    class Listener:
        def emit(self, kind, **fields):
            told.append(kind)

    reporter = Reporter(Tee(Listener()), lambda: (1, 2), clock)
    reporter.begin(Standing(0, 1000, 0.0, 1.0, 0), {})
    for step in range(1, 101):
        clock.now += 0.5
        reporter.advance(Standing(step, 1000, step / 1000, 1.0, step))
        if step % 50 == 0:
            reporter.metrics(step, step / 1000, {"loss": 1.0})
    assert told.count("progress") == 101
    assert told.count("metrics") == 2
