"""What became of the rows of a data set: counts, reasons, and the lines where they stand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tuner_trainers.data.errors import NO_TARGET_LEFT, DataError, Problem
from tuner_trainers.data.masks import MaskCounts

_LINES_SHOWN = 5


@dataclass(frozen=True)
class DataWarning:
    """Something that the user should know though training goes on, and what to do about it where that is not clear."""

    code: str
    message: str
    details: dict[str, Any] = field(default_factory=dict)
    fix: str = ""


@dataclass
class DataReport:
    """Counts of one data set. `problems` are the rows left out, in the order of the file;
    `too_long` are lines with their tokens, more than `max_length`, where such rows are not cut; `adapted` counts what
    turns were changed in to fit the chat template, `named_template` is the template of ours that was used, `learns_end`
    whether the template gives an answer a token that ends it. `is_whole`: no row of the file was left unread.

    `held_out` is the report of the evaluation file, if there is one.
    """

    path: str
    rows: int = 0
    used: int = 0
    train: int = 0
    evaluation: int = 0
    max_length: int = 0
    tokens: int = 0
    target_tokens: int = 0
    labels: Counter[bool] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    undesirable: list[int] = field(default_factory=list)
    too_long: list[tuple[int, int]] = field(default_factory=list)
    adapted: Counter[str] = field(default_factory=Counter)
    named_template: str | None = None
    learns_end: bool = True
    masks: MaskCounts = field(default_factory=MaskCounts)
    is_whole: bool = True
    notes: list[DataWarning] = field(default_factory=list)
    held_out: DataReport | None = None

    def left_out(self) -> dict[str, dict[str, Any]]:
        """For each reason how many rows were left out, the first of their lines, and the first one's message."""
        reasons: dict[str, dict[str, Any]] = {}
        for problem in self.problems:
            reason = reasons.setdefault(problem.code, {"count": 0, "lines": [], "message": str(problem)})
            reason["count"] += 1
            if len(reason["lines"]) < _LINES_SHOWN:
                reason["lines"].append(problem.line)
        return reasons

    def details(self) -> dict[str, Any]:
        """Everything as JSON, for an event."""
        details = {
            "path": self.path, "rows": self.rows, "used": self.used, "train": self.train,
            "cut": self.masks.cut.count, "evaluation": self.evaluation,
            "tokens": self.tokens, "targetTokens": self.target_tokens, "undesirable": len(self.undesirable),
            "leftOut": self.left_out(), "tooLong": self._longest(),
        }  # fmt: skip
        if self.labels:
            details["labels"] = {"desirable": self.labels[True], "undesirable": self.labels[False]}
        if self.held_out:
            details["evaluationFile"] = self.held_out.details()
        return details

    def warnings(self) -> list[DataWarning]:
        """One warning for each thing worth knowing, the rows left out first."""
        found = [*self.notes, *(self.held_out.warnings() if self.held_out else [])]
        # What is wrong with the template is wrong for every file.
        found = list({note.message: note for note in found}.values())
        name = Path(self.path).name
        if self.too_long:
            message = f"{self._too_long()} and were left out (too_long)."
            found.insert(0, DataWarning("rows_too_long", message, self._longest()))
        if self.undesirable:
            message = f"{len(self.undesirable)} rows of {name} have label false and were left out (filter_desirable)."
            found.insert(0, DataWarning("rows_undesirable", message, {"lines": self.undesirable[:_LINES_SHOWN]}))
        # Rows of which nothing is learned have a warning of their own.
        bad = [problem for problem in self.problems if problem.code != NO_TARGET_LEFT]
        if bad:
            counts = f"{len(bad)} of {self.rows} rows of {name}"
            message = f"{counts} cannot be used and were left out. The first is {bad[0]}."
            found.insert(0, DataWarning("rows_left_out", message, {"leftOut": self.left_out()}))
        return found

    def require_lengths(self) -> None:
        """Raises DataError, which names the first lines and their lengths, when a row is too long."""
        if not self.too_long:
            return
        first = ", ".join(f"line {line} ({tokens} tokens)" for line, tokens in self.too_long[:_LINES_SHOWN])
        message = f"{self._too_long()}: {first}{', ...' if len(self.too_long) > _LINES_SHOWN else '.'}"
        hint = "Shorten them, allow longer rows, or set too_long to truncate or drop."
        raise DataError("DATASET_INVALID", message, hint, {"path": self.path, "tooLong": self._longest()})

    def require_rows(self) -> None:
        """Raises DataError when no row is left to train on."""
        if self.used:
            return
        if not self.rows:
            message = f"The data file {self.path} holds no rows."
            raise DataError("DATASET_EMPTY", message, "Write one JSON object a line.")
        first = self.problems[0] if self.problems else None
        reason = f"{self._too_long()}." if self.too_long else "Every row has the label false."
        message = f"None of the {self.rows} rows of {self.path} can be used. "
        message += f"The first is {first}." if first else reason
        hint = "details.leftOut names the lines of each reason."
        if all(problem.code == NO_TARGET_LEFT for problem in self.problems) and (first or self.too_long):
            hint = f"Allow rows longer than {self.max_length} tokens (max_length, max_seq_length), or shorten them."
        details = {"line": first.line} if first else {}
        raise DataError("DATASET_EMPTY", message, hint, {**details, **self.details()})

    def _too_long(self) -> str:
        count, name = len(self.too_long), Path(self.path).name
        return f"{count} of {self.rows} rows of {name} are longer than {self.max_length} tokens"

    def _longest(self) -> dict[str, Any]:
        lines = [{"line": line, "tokens": tokens} for line, tokens in self.too_long[:_LINES_SHOWN]]
        return {"count": len(self.too_long), "maxLength": self.max_length, "lines": lines}
