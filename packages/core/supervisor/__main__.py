"""The supervisor of one attempt: starts the trainer, watches it, ends it when asked, and records how it ended.

Run as ``python <this folder> --run DIR --attempt N``, and with ``--adopt`` to take over from a supervisor that died.
Standard library only, Python 3.9 or newer. It answers the program that started it with one JSON line on stdout; a
program that goes away closes this process's stdin.
"""

import argparse
import sys

from attempt import answer, records


def main() -> int:
    """Supervises the attempt that the arguments name; 0 once its result is on the disk, 1 when nothing was started."""
    parser = argparse.ArgumentParser(prog="supervisor", description=__doc__)
    parser.add_argument("--run", required=True, help="the run directory")
    parser.add_argument("--attempt", required=True, type=int, help="the number of the attempt, from 1")
    parser.add_argument("--adopt", action="store_true", help="take over from a supervisor that died")
    arguments = parser.parse_args()
    try:
        attempt = records.open_attempt(arguments.run, arguments.attempt)
    except (OSError, ValueError) as error:
        answer.refuse(answer.start_failed(error))
        return 1
    if arguments.adopt:
        from adopt import adopt

        return adopt(attempt)
    from supervise import supervise

    return supervise(attempt)


if __name__ == "__main__":
    sys.exit(main())
