"""Opens data files, plain or packed with gzip or zstd, whatever they are called."""

from __future__ import annotations

import gzip
import importlib
import io
import zlib
from pathlib import Path
from typing import Any, BinaryIO

from tuner_trainers.data.errors import DataError

DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile)
"""What unpacking a file that is cut off or damaged raises, besides OSError."""

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"


def open_rows(path: str | Path) -> BinaryIO:
    """The bytes of the rows. Raises OSError, and DataError for zstd where no package here unpacks it."""
    with open(path, "rb") as file:
        mark = file.read(4)
    if mark.startswith(_GZIP):
        return io.BufferedReader(gzip.open(path, "rb"))  # type: ignore[arg-type]
    return _open_zstd(Path(path)) if mark == _ZSTD else open(path, "rb")


def _open_zstd(path: Path) -> BinaryIO:
    # Python has it from 3.14 on; of the pinned packages PyArrow, which comes with TRL, and none that comes with MLX.
    own, arrow = _find("compression.zstd"), _find("pyarrow")
    if own:
        return own.open(path, "rb")
    if arrow:
        return io.BufferedReader(arrow.CompressedInputStream(arrow.OSFile(str(path)), "zstd"))
    message = f"The data file {path} is packed with zstd, which no package of this Python unpacks."
    hint = f"Unpack it (zstd -d {path}), or pack it with gzip instead."
    raise DataError("DATASET_INVALID", message, hint, {"path": str(path), "compression": "zstd"})


def _find(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None
