"""`python measure.py REPORT COMMAND...`: runs a command and writes what it cost, as JSON, into REPORT.

`started` is the time of its start (seconds since 1970), `wall` and `cpu` are seconds, `peakBytes` resident memory;
`samples` are its seconds on the processors at many moments, `[moment, cpu]`, where the system tells (Linux).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

_SECONDS_BETWEEN = 0.05


def main() -> int:
    """Runs the command of the arguments; returns its exit code."""
    report, *command = sys.argv[1:]
    started, clock = time.time(), time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    samples: list[list[float]] = []
    threading.Thread(target=_watch, args=(process.pid, samples), daemon=True).start()
    _, status, used = os.wait4(process.pid, 0)
    cpu = used.ru_utime + used.ru_stime
    cost = {
        "started": started, "wall": time.monotonic() - clock, "cpu": cpu,
        "peakBytes": used.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
        "samples": [*samples, [time.time(), cpu]] if samples else [],
    }  # fmt: skip
    Path(report).write_text(json.dumps(cost), encoding="utf-8")
    return os.waitstatus_to_exitcode(status)


def _watch(pid: int, samples: list[list[float]]) -> None:
    path, ticks = Path(f"/proc/{pid}/stat"), os.sysconf("SC_CLK_TCK")
    try:
        while True:
            # After the name, which may hold spaces: fields 14 and 15 of the line, user and system time.
            fields = path.read_text(encoding="utf-8").rpartition(")")[2].split()
            samples.append([time.time(), (int(fields[11]) + int(fields[12])) / ticks])
            time.sleep(_SECONDS_BETWEEN)
    except OSError:
        # It has ended, or this is no Linux.
        return


if __name__ == "__main__":
    sys.exit(main())
