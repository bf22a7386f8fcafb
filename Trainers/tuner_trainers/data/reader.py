"""Reads JSON Lines: one JSON object a line, UTF-8 with or without a byte order mark, blank lines allowed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tuner_trainers.data.errors import DataError, Problem, RowProblem


def read_lines(path: str | Path) -> Iterator[tuple[int, dict[str, Any] | Problem]]:
    """Yields each row's line number, from 1, with the row or with the problem that makes it unreadable.

    Raises DataError when the file is not there or cannot be opened; never because of a row.
    """
    try:
        with open(path, "rb") as file:
            for line, raw in enumerate(file, start=1):
                if raw.strip(b"\xef\xbb\xbf \t\r\n"):
                    yield line, _parse(line, raw)
    except FileNotFoundError as error:
        hint = "Check dataset.local_file (or --data)."
        raise DataError("DATASET_NOT_FOUND", f"There is no data file {path}.", hint) from error
    except OSError as error:
        raise DataError("DATASET_INVALID", f"The data file {path} cannot be read: {error.strerror}.") from error


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
