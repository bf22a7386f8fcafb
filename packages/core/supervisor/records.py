"""The files of an attempt: read whole, written once."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import log

FORMAT_VERSION = "1.0"
RESERVE_BYTES = 4096
NO_SPACE = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
NO_LINKS = (errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP)


@dataclass(frozen=True)
class Attempt:
    """One attempt of a run: its folder, its number, and the launch document that says everything else."""

    directory: Path
    number: int
    launch: dict[str, Any]

    @property
    def folder(self) -> Path:
        return self.directory / "attempts" / str(self.number)

    @property
    def marker(self) -> str:
        """Marks every process of this attempt in its environment."""
        return f"{self.launch['runId']}.{self.number}"


def open_attempt(directory: str, number: int) -> Attempt:
    """Reads the launch document; raises ``OSError`` or ``ValueError`` when there is none that can be read."""
    path = Path(directory) / "attempts" / str(number) / "launch.json"
    launch = json.loads(path.read_text("utf-8"))
    if launch["formatVersion"].split(".")[0] != FORMAT_VERSION.split(".")[0]:
        raise ValueError(f"{path} has format version {launch['formatVersion']}; this supervisor reads {FORMAT_VERSION}")
    return Attempt(Path(directory), number, launch)


def read(path: Path) -> dict[str, Any] | None:
    """The record in ``path``; ``None`` when it is not there or cannot be read."""
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def write_reserve(attempt: Attempt) -> None:
    """Keeps a block of the disk for the attempt's ending."""
    _write_synced(attempt.folder / "reserve", b"\0" * RESERVE_BYTES)


def write_once(path: Path, record: dict[str, Any]) -> bool:
    """Writes a record that readers see whole or not at all; ``False`` when it is there already."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    text = json.dumps({"formatVersion": FORMAT_VERSION, **record}) + "\n"
    try:
        _write_synced(temporary, text.encode("utf-8"))
        return _claim(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_at_any_cost(path: Path, record: dict[str, Any]) -> bool:
    """Like :func:`write_once`; on a full disk it takes the space of the reserve beside it."""
    try:
        return write_once(path, record)
    except OSError as error:
        if error.errno not in NO_SPACE:
            raise
        log.say(f"the disk is full: {path.name} takes the reserve")
        (path.parent / "reserve").unlink(missing_ok=True)
        return write_once(path, record)


def _write_synced(path: Path, data: bytes) -> None:
    with open(path, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _claim(temporary: Path, path: Path) -> bool:
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        # A file system without hard links: the last writer wins there.
        os.replace(temporary, path)
    _sync_folder(path.parent)
    return True


def _sync_folder(path: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
