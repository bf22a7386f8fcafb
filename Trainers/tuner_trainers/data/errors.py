"""What can be wrong with data: one row's problem, and the error that ends a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

NO_TARGET_LEFT = "NO_TARGET_LEFT"


@dataclass(frozen=True)
class Problem:
    """Why one row cannot be used. `path` names the place in the row (`messages[2].content`), empty for all of it."""

    line: int
    path: str
    code: str
    message: str

    def __str__(self) -> str:
        place = f" ({self.path})" if self.path else ""
        return f"line {self.line}{place}: {self.message}"


class RowProblem(Exception):
    """Raised while one row is read, caught by whoever knows its line."""

    def __init__(self, code: str, path: str, message: str) -> None:
        super().__init__(message)
        self.code, self.path, self.message = code, path, message

    def at(self, line: int) -> Problem:
        """The problem of the row that stands on `line`."""
        return Problem(line, self.path, self.code, self.message)


class RowTooLong(Exception):
    """Raised for a row of more `tokens` than may be, where such rows are not to be cut."""

    def __init__(self, tokens: int) -> None:
        super().__init__(f"the row has {tokens} tokens")
        self.tokens = tokens


@dataclass
class DataError(Exception):
    """Data that nothing can be trained on. Codes: DATASET_NOT_FOUND, DATASET_EMPTY, DATASET_INVALID."""

    code: str
    message: str
    hint: str = ""
    details: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message
