"""The files of an attempt: read whole, written once."""

import datetime
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

FORMAT_VERSION = "1.0"


@dataclass(frozen=True)
class Attempt:
    """One attempt of a run: its folder, its number, and the launch document that says everything else."""

    directory: Path
    number: int
    launch: "dict[str, Any]"

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


def now() -> str:
    """The time as UTC, ISO 8601 with milliseconds."""
    moment = datetime.datetime.now(datetime.timezone.utc)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read(path: Path) -> "Optional[dict[str, Any]]":
    """The record in ``path``; ``None`` when it is not there or cannot be read."""
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def write_once(path: Path, record: "dict[str, Any]") -> bool:
    """Writes a record that readers see whole or not at all; ``False`` when it is there already."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    text = json.dumps({"formatVersion": FORMAT_VERSION, **record}) + "\n"
    try:
        with open(temporary, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        return _claim(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _claim(temporary: Path, path: Path) -> bool:
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError:
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
