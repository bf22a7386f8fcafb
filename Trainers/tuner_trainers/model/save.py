"""Writes a folder so that it is there whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from tuner_trainers.protocol.files import replace_folder


def save_folder(target: Path, write: Callable[[Path], None]) -> None:
    """Calls `write` with a temporary folder, which then becomes `target`: that is complete, or as it was before."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        write(temporary)
        temporary.chmod(0o755)
        replace_folder(temporary, target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
