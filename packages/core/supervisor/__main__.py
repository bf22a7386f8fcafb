"""The supervisor of one attempt: starts the trainer, watches it, ends it when asked, and records how it ended.

Run as ``python <this folder> --run DIR --attempt N``. Standard library only, Python 3.9 or newer. It answers the
program that started it with one JSON line on stdout; a program that goes away closes this process's stdin.
"""

import argparse
import os
import sys

import answer
import conclude
import life
import records
import session
import trainer
import watch


def main() -> int:
    """Supervises the attempt that the arguments name; 0 once its result is on the disk, 1 when it did not start."""
    parser = argparse.ArgumentParser(prog="supervisor", description=__doc__)
    parser.add_argument("--run", required=True, help="the run directory")
    parser.add_argument("--attempt", required=True, type=int, help="the number of the attempt, from 1")
    arguments = parser.parse_args()
    try:
        attempt = records.open_attempt(arguments.run, arguments.attempt)
        process = _start(attempt)
    except (OSError, ValueError, session.SessionError) as error:
        answer.refuse(str(error))
        return 1
    answer.ready(attempt, process.pid)
    ladder = watch.until_exit(attempt, process)
    conclude.conclude(attempt, process, ladder.sent)
    return 0


def _start(attempt: records.Attempt) -> trainer.Process:
    lock = session.begin(attempt)

    # Told before the trainer can say a word, so that the events are in order.
    def tell(pid: int) -> None:
        life.append(attempt, "run.started")
        life.append(attempt, "attempt.started", supervisor={"pid": os.getpid()}, trainer={"pid": pid})

    return trainer.start(attempt, lock, tell)


if __name__ == "__main__":
    sys.exit(main())
