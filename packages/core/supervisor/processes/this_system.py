"""The system that this runs on."""

from __future__ import annotations

import os
import sys

from processes.table import System


def here(marks: dict[str, str]) -> System:
    """The system that this runs on, asked about the attempt with these marks."""
    if os.path.isdir("/proc/self/fdinfo"):
        from processes.linux import Linux

        return Linux()
    if sys.platform == "win32":
        from processes.windows_system import Windows

        return Windows(marks)
    from processes.macos import MacOS

    return MacOS()
