"""What Windows needs: a job object that holds the trainer's tree, and a start that waits until it is recorded.

The functions take the system's libraries as arguments, so that tests can see what is asked of them.
"""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Callable
from typing import Any, NamedTuple

QUERY, SYNCHRONIZE, STILL_RUNNING = 0x1000, 0x100000, 0x102
JOB_ALL_ACCESS = 0x1F001F
ACCOUNTING, BASIC_LIMITS, PROCESS_IDS = 1, 2, 3
# JOBOBJECT_BASIC_ACCOUNTING_INFORMATION begins with user and kernel time, in 100 ns.
ACCOUNTING_BYTES, TICKS_PER_SECOND = 48, 10_000_000
KILL_ON_JOB_CLOSE = 0x2000
# More than any trainer has; the system fills in as many as there are.
LONGEST_LIST = 4096
# Within JOBOBJECT_BASIC_LIMIT_INFORMATION, which begins with two 64-bit times.
LIMIT_FLAGS_OFFSET, LIMITS_BYTES = 16, 64


class Libraries(NamedTuple):
    """The system's libraries: kernel32, and ntdll for what kernel32 lacks."""

    kernel: Any
    nt: Any


def system() -> Libraries:
    """The libraries of this system."""
    libraries = Libraries(ctypes.WinDLL("kernel32", use_last_error=True), ctypes.WinDLL("ntdll"))
    for name in ("OpenProcess", "CreateJobObjectW", "OpenJobObjectW"):
        getattr(libraries.kernel, name).restype = ctypes.c_void_p
    return libraries


def job_name(marks: dict[str, str]) -> str:
    """The name by which whoever takes an attempt over finds the job of its trainer."""
    digest = hashlib.sha256("\n".join(marks.values()).encode("utf-8")).hexdigest()
    return f"Local\\tuner-{digest[:32]}"


def start_time(libraries: Libraries, pid: int) -> str | None:
    """When a process was created, in 100 ns since 1601; ``None`` when it has ended."""
    handle = libraries.kernel.OpenProcess(QUERY | SYNCHRONIZE, False, pid)
    if not handle:
        return None
    try:
        times = (ctypes.c_ulonglong * 4)()
        at = [ctypes.byref(times, 8 * index) for index in range(4)]
        is_running = libraries.kernel.WaitForSingleObject(ctypes.c_void_p(handle), 0) == STILL_RUNNING
        told = libraries.kernel.GetProcessTimes(ctypes.c_void_p(handle), *at)
        return str(times[0]) if is_running and told else None
    finally:
        libraries.kernel.CloseHandle(ctypes.c_void_p(handle))


class Job:
    """A job object: every process that its processes start belongs to it, and cannot leave it.

    It is not closed with this process, since a trainer outlives its supervisor: the trainer inherits the handle.
    """

    def __init__(self, libraries: Libraries, handle: int) -> None:
        self._kernel = libraries.kernel
        self.handle = handle

    def add(self, process: int) -> None:
        """Puts a process in, by its handle; raises ``OSError``."""
        if not self._kernel.AssignProcessToJobObject(ctypes.c_void_p(self.handle), ctypes.c_void_p(process)):
            raise OSError("the trainer could not be put into its job object")

    def pids(self) -> set[int]:
        """Who is in it now."""
        # JOBOBJECT_BASIC_PROCESS_ID_LIST: two 32-bit counts, then numbers of the size of a pointer.
        found = (ctypes.c_size_t * (LONGEST_LIST + 1))()
        handle, size = ctypes.c_void_p(self.handle), ctypes.sizeof(found)
        self._kernel.QueryInformationJobObject(handle, PROCESS_IDS, ctypes.byref(found), size, None)
        counts = ctypes.cast(found, ctypes.POINTER(ctypes.c_uint32))
        first = 8 // ctypes.sizeof(ctypes.c_size_t)
        return {int(found[first + index]) for index in range(min(counts[1], LONGEST_LIST))}

    def cpu_seconds(self) -> float:
        """The CPU time of all who are or were in it."""
        told = (ctypes.c_ulonglong * (ACCOUNTING_BYTES // 8))()
        handle = ctypes.c_void_p(self.handle)
        self._kernel.QueryInformationJobObject(handle, ACCOUNTING, ctypes.byref(told), ACCOUNTING_BYTES, None)
        return (told[0] + told[1]) / TICKS_PER_SECOND

    def terminate(self) -> None:
        """Ends everybody in it."""
        self._kernel.TerminateJobObject(ctypes.c_void_p(self.handle), 1)


def create_job(libraries: Libraries, marks: dict[str, str]) -> Job:
    """The job of an attempt; raises ``OSError``."""
    handle = libraries.kernel.CreateJobObjectW(None, ctypes.c_wchar_p(job_name(marks)))
    if not handle:
        raise OSError("a job object could not be created")
    return Job(libraries, handle)


def find_job(libraries: Libraries, marks: dict[str, str]) -> Job | None:
    """The job of an attempt whose supervisor is gone; ``None`` when nobody of it lives."""
    handle = libraries.kernel.OpenJobObjectW(JOB_ALL_ACCESS, False, ctypes.c_wchar_p(job_name(marks)))
    return Job(libraries, handle) if handle else None


def is_in_killing_job(libraries: Libraries | None = None) -> bool:
    """Whether this process is in a job that ends its processes when the last handle to it is closed."""
    limits = (ctypes.c_char * LIMITS_BYTES)()
    kernel = (libraries or system()).kernel
    if not kernel.QueryInformationJobObject(None, BASIC_LIMITS, ctypes.byref(limits), LIMITS_BYTES, None):
        return False
    flags = int.from_bytes(bytes(limits)[LIMIT_FLAGS_OFFSET : LIMIT_FLAGS_OFFSET + 4], "little")
    return bool(flags & KILL_ON_JOB_CLOSE)


def resume(libraries: Libraries, process: int, kill: Callable[[], None]) -> None:
    """Lets a process run that was started suspended; raises ``OSError``, and ends it, when that fails."""
    if libraries.nt.NtResumeProcess(ctypes.c_void_p(process)) != 0:
        kill()
        raise OSError("the trainer could not be resumed")
