"""Files that are either there as a whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

from tuner_trainers.protocol.numbers import finite

FORMAT_VERSION = "1.0"


def write_json_atomic(path: str | Path, document: Any, once: bool = False) -> bool:
    """Writes a JSON document through a temporary file that is flushed to disk and then given its name.

    With `once` a file that is there already stays as it is, and the answer is False.
    """
    path = Path(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with open(temporary, "w", encoding="utf-8") as file:
        json.dump(finite(document), file, ensure_ascii=False, allow_nan=False)
        file.flush()
        os.fsync(file.fileno())
    if not once:
        os.replace(temporary, path)
        return True
    try:
        return _link(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_ack(
    path: str | Path, outcome: str, step: int, saved: bool, checkpoint: str | None = None, error: Any = None
) -> None:
    """Writes `ack.json`; one that is there already stays. `outcome` is finished, stopped or failed."""
    record = {"formatVersion": FORMAT_VERSION, "outcome": outcome, "step": step, "saved": saved}
    record["checkpoint"] = checkpoint
    write_json_atomic(path, {**record, "error": error} if error else record, once=True)


def replace_folder(temporary: Path, target: Path) -> None:
    """Gives a complete folder its name; one that had it before goes."""
    if target.exists():
        old = target.with_name(f".{target.name}.old-{os.getpid()}")
        os.rename(target, old)
        os.rename(temporary, target)
        shutil.rmtree(old, ignore_errors=True)
    else:
        os.rename(temporary, target)


def _link(temporary: Path, path: Path) -> bool:
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError:
        # Some file systems know no hard links.
        if path.exists():
            return False
        os.replace(temporary, path)
    return True
