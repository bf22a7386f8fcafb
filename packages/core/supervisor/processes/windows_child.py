"""The trainer on Windows: started suspended, put into a job, recorded, and only then let run."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from typing import Any

from attempt import log
from processes.child import Adopted
from processes.windows import Job, Libraries, create_job, find_job, resume, system

CREATE_SUSPENDED, CREATE_NEW_PROCESS_GROUP = 0x4, 0x200


class WindowsChild:
    """See :class:`processes.child.Process`. Signals do not exist here: SIGTERM passes, and SIGKILL ends the job."""

    is_child = True

    def __init__(self, process: subprocess.Popen[bytes], job: Job) -> None:
        self._process, self._job = process, job
        self.pid = process.pid

    def has_ended(self) -> bool:
        """See :class:`processes.child.Process`."""
        return self._process.poll() is not None

    def send(self, name: str) -> None:
        """See :class:`processes.child.Process`."""
        log.say(f"{name} to the job of {self.pid}")
        if name == "SIGKILL":
            self._job.terminate()

    def reap(self) -> int | None:
        """See :class:`processes.child.Process`."""
        return self._process.wait()


class WindowsAdopted(Adopted):
    """The trainer of a supervisor that died; its job has a name."""

    def __init__(self, record: dict[str, Any], marks: dict[str, str], libraries: Libraries | None = None) -> None:
        super().__init__(record)
        self._marks, self._libraries = marks, libraries or system()

    def send(self, name: str) -> None:
        """See :class:`WindowsChild`."""
        job = find_job(self._libraries, self._marks) if name == "SIGKILL" else None
        if job:
            job.terminate()


def start(
    argv: list[str], marks: dict[str, str], options: dict[str, Any], record: Callable[[int], None],
    libraries: Libraries | None = None, popen: Callable[..., Any] = subprocess.Popen,
) -> WindowsChild:  # fmt: skip
    """Starts ``argv`` behind the gate that this system has: it is suspended until ``record`` has written who it is."""
    libraries = libraries or system()
    job = create_job(libraries, marks)
    flags = CREATE_SUSPENDED | CREATE_NEW_PROCESS_GROUP
    # The trainer keeps the job's name alive: whoever takes over from a supervisor that died finds it.
    process = popen(argv, creationflags=flags, startupinfo=_inheriting(libraries, job.handle), **options)
    try:
        job.add(int(process._handle))
        record(process.pid)
    except BaseException:
        process.kill()
        process.wait()
        raise
    resume(libraries, int(process._handle), process.kill)
    return WindowsChild(process, job)


def _inheriting(libraries: Libraries, handle: int) -> Any:
    inherit = 1
    libraries.kernel.SetHandleInformation(handle, inherit, inherit)
    information = subprocess.STARTUPINFO() if hasattr(subprocess, "STARTUPINFO") else _Startup()
    information.lpAttributeList = {"handle_list": [handle]}
    return information


class _Startup:
    """Stands for ``subprocess.STARTUPINFO`` where a test runs on another system."""

    lpAttributeList: dict[str, list[int]]
