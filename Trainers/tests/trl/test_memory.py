"""Memory that a step frees is there for the next one."""

import platform
import subprocess
import sys
from pathlib import Path

import pytest

FAULTS = """
import resource
from tuner_trainers.trl.device import keep_freed_memory
keep_freed_memory()
faults = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_minflt
step = lambda: [bytearray(20 << 20) for _ in range(5)]
step()
before = faults()
for _ in range(4):
    step()
print(faults() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has the setting")
def test_pages_that_were_freed_are_not_asked_for_anew():
    done = subprocess.run([sys.executable, "-c", FAULTS], capture_output=True, text=True, cwd=Path(__file__).parents[2])
    # Four times 100 MiB would be 102,400 pages.
    assert int(done.stdout) < 10_000, done.stderr
