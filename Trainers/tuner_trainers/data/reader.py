"""Reads JSON Lines, plain or packed: one JSON object a line, UTF-8, a byte order mark and blank lines allowed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tuner_trainers.data.errors import DataError, Problem, RowProblem
from tuner_trainers.data.unpack import DAMAGED, open_rows


def read_lines(path: str | Path) -> Iterator[tuple[int, dict[str, Any] | Problem]]:
    """Yields each row's line number, from 1, with the row or with the problem that makes it unreadable.

    The file may be packed with gzip or zstd. Raises DataError when it is not there, cannot be opened or is damaged;
    never because of a row.
    """
    line = 0
    try:
        with open_rows(path) as file:
            for line, raw in enumerate(file, start=1):
                if raw.strip(b"\xef\xbb\xbf \t\r\n"):
                    yield line, _parse(line, raw)
    except FileNotFoundError as error:
        hint = "Check dataset.local_file (or --data)."
        raise DataError("DATASET_NOT_FOUND", f"There is no data file {path}.", hint) from error
    except (OSError, *DAMAGED) as error:
        where = f" beyond line {line}" if line else ""
        message = f"The data file {path} cannot be read{where}: {getattr(error, 'strerror', None) or error}."
        hint = "If it is packed, it was cut off or damaged: fetch or pack it again."
        raise DataError("DATASET_INVALID", message, hint, {"path": str(path), "line": line}) from error


def _parse(line: int, raw: bytes) -> dict[str, Any] | Problem:
    try:
        row = json.loads(raw.decode("utf-8-sig" if line == 1 else "utf-8"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        return Problem(line, "", "BAD_ENCODING", f"byte {error.start + 1} is not UTF-8; save the file as UTF-8")
    except json.JSONDecodeError as error:
        return Problem(line, "", "BAD_JSON", f"not JSON: {error.msg} at column {error.colno}; write one object a line")
    except RecursionError:
        return Problem(line, "", "BAD_JSON", "not usable JSON: nested too deeply")
    except ValueError as error:  # a whole number of more than 4300 digits
        return Problem(line, "", "BAD_JSON", f"not usable JSON: {error}")
    except RowProblem as problem:
        return problem.at(line)
    if not isinstance(row, dict):
        return Problem(line, "", "NOT_AN_OBJECT", f"expected a JSON object, found {type(row).__name__}")
    return row


def _refuse_constant(name: str) -> None:
    raise RowProblem("BAD_JSON", "", f"not JSON: {name} is no JSON number")
