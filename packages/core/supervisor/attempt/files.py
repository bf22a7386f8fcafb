"""Writing the files of an attempt: whole or not at all, and once."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any, Callable

from attempt import log

FORMAT_VERSION = "1.0"
RESERVE_BYTES = 4096
NO_SPACE = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
NO_LINKS = (errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP)


def write_reserve(folder: Path) -> None:
    """Keeps a block of the disk for the attempt's ending."""
    _write_synced(folder / "reserve", b"\0" * RESERVE_BYTES)


def write_once(path: Path, record: dict[str, Any], on_written: Callable[[], None] = lambda: None) -> bool:
    """Writes a record that readers see whole or not at all; ``False`` when it is there already.

    ``on_written`` is called as soon as readers see it.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    text = json.dumps({"formatVersion": FORMAT_VERSION, **record}) + "\n"
    try:
        _write_synced(temporary, text.encode("utf-8"))
        if not _claim(temporary, path):
            return False
        on_written()
        _sync_folder(path.parent)
        return True
    finally:
        temporary.unlink(missing_ok=True)


def write_at_any_cost(path: Path, record: dict[str, Any], on_written: Callable[[], None] = lambda: None) -> bool:
    """Like :func:`write_once`; on a full disk it takes the space of the reserve beside it."""
    try:
        return write_once(path, record, on_written)
    except OSError as error:
        if error.errno not in NO_SPACE:
            raise
        log.say(f"the disk is full: {path.name} takes the reserve")
        (path.parent / "reserve").unlink(missing_ok=True)
        return write_once(path, record, on_written)


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
    return True


def _sync_folder(path: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
