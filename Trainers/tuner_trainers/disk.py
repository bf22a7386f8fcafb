"""Room for checkpoints: looked for before one is written, made again where there was too little."""

from __future__ import annotations

import shutil
from pathlib import Path

from tuner_trainers.checkpoint import is_complete, list_checkpoints
from tuner_trainers.errors import TrainerError

_HINT = "Free disk space or keep fewer checkpoints, then resume the run."
# So that the last events and the acknowledgement find room, too.
_SPARE_BYTES = 2**18
# Adam keeps two numbers beside each weight.
_COPIES_OF_TRAINED = 3


def require_room(checkpoints: Path, trained_bytes: int) -> None:
    """Raises TrainerError DISK_FULL when a checkpoint has no room in the folder.

    It needs as much as the newest one there, and before the first what weights and optimizer take: three times the
    bytes of the weights that are trained.
    """
    newest = list_checkpoints(checkpoints)[-1:]
    needed = _bytes_of(newest[0]) if newest else _COPIES_OF_TRAINED * trained_bytes
    checkpoints.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(checkpoints).free
    if free >= needed + _SPARE_BYTES:
        return
    message = f"A checkpoint needs about {_in_words(needed)}; {_in_words(free)} are free in {checkpoints}."
    details = {"path": str(checkpoints), "neededBytes": needed, "freeBytes": free}
    raise TrainerError("DISK_FULL", message, _HINT, details)


def remove_half_checkpoints(checkpoints: Path) -> None:
    """Removes what was begun and cannot be completed: it is no checkpoint, and takes the room that the end needs."""
    for path in checkpoints.glob("checkpoint-*"):
        if not is_complete(path):
            shutil.rmtree(path, ignore_errors=True)


def _bytes_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _in_words(size: int) -> str:
    return f"{size / 2**30:.1f} GiB" if size >= 2**30 else f"{size / 2**20:.1f} MiB"
