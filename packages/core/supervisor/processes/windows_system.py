"""Processes as Windows tells of them: the members of the attempt's job."""

from __future__ import annotations

from collections.abc import Iterator

from processes.table import Entry
from processes.windows import Job, Libraries, find_job, system

NOBODY = -1


class Windows:
    """The job takes the place of marks, groups and descendants: nobody can leave it."""

    def __init__(self, marks: dict[str, str], libraries: Libraries | None = None) -> None:
        self._marks = marks
        self._libraries = libraries or system()
        self._found: Job | None = None

    def table(self) -> dict[int, Entry]:
        """See :class:`processes.table.System`. Each member is told with the CPU time of the whole job."""
        job = self._job()
        if job is None:
            return {}
        cpu_seconds = job.cpu_seconds()
        return {pid: Entry(pid, NOBODY, NOBODY, cpu_seconds) for pid in job.pids()}

    def marked(self, marks: dict[str, str]) -> Iterator[int]:
        """See :class:`processes.table.System`."""
        job = self._job()
        return iter(job.pids() if job else ())

    def holders(self, lock: str) -> Iterator[int]:
        """See :class:`processes.table.System`: nobody else than the members of the job."""
        return iter(())

    def _job(self) -> Job | None:
        # Kept: the handle stays open, and each look would open another one.
        self._found = self._found or find_job(self._libraries, self._marks)
        return self._found
