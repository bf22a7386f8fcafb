"""`python measure.py REPORT COMMAND...`: runs a command and writes what it cost, as JSON, into REPORT.

`started` is the time of its start (seconds since 1970), `wall` and `cpu` are seconds, `peakBytes` resident memory.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time


def main() -> int:
    """Runs the command of the arguments; returns its exit code."""
    report, *command = sys.argv[1:]
    started, clock = time.time(), time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    cost = {
        "started": started, "wall": time.monotonic() - clock, "cpu": used.ru_utime + used.ru_stime,
        "peakBytes": used.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
    }  # fmt: skip
    with open(report, "w", encoding="utf-8") as file:
        json.dump(cost, file)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
