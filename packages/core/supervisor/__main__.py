"""The supervisor of one attempt: starts the trainer, watches it, ends it when asked, and records how it ended.

Run as ``python <this folder> --run DIR --attempt N``. Standard library only, Python 3.9 or newer. It answers the
program that started it with one JSON line on stdout; a program that goes away closes this process's stdin.
"""

import argparse
import sys

import answer
import conclude
import life
import records
import session
import trainer
import watch


def main() -> int:
    parser = argparse.ArgumentParser(prog="supervisor", description=__doc__)
    parser.add_argument("--run", required=True, help="the run directory")
    parser.add_argument("--attempt", required=True, type=int, help="the number of the attempt, from 1")
    arguments = parser.parse_args()
    attempt = records.open_attempt(arguments.run, arguments.attempt)
    try:
        lock = session.begin(attempt)
        process = trainer.start(attempt, lock)
    except (OSError, session.SessionError) as error:
        answer.refuse(f"{type(error).__name__}: {error}")
        return 1
    life.append(attempt, "run.started")
    life.append(attempt, "attempt.started", supervisor={"pid": session.pid()}, trainer={"pid": process.pid})
    answer.ready(attempt, process.pid)
    request = watch.until_exit(attempt, process)
    conclude.attempt(attempt, process, request)
    return 0


if __name__ == "__main__":
    sys.exit(main())
