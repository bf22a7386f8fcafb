"""One data file as token ids, and what became of each of its rows."""

from __future__ import annotations

import functools
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from tuner_trainers.data.errors import Problem, RowProblem, RowTooLong
from tuner_trainers.data.options import DataOptions
from tuner_trainers.data.reader import read_lines
from tuner_trainers.data.report import DataReport
from tuner_trainers.data.rows import Row, read_row
from tuner_trainers.data.spans import learns_end
from tuner_trainers.data.template import ChatTemplate
from tuner_trainers.data.tokenize import NO_LOSS, RowTokenizer

Rows = list[dict[str, Any]]
WatchRow = Callable[[Row, list[int], list[int]], None]


class FileReader(Protocol):
    """Whatever reads data files to token ids."""

    def read(self, path: Path) -> tuple[Rows, DataReport]:
        """The rows of a file that can be used, in its order, and the report. Raises DataError without a template."""


class FileTokenizer:
    """Reads data files for a method, sft or kto.

    A row for SFT has `input_ids` and `labels`, one for KTO `prompt_ids`, `completion_ids` and `label`. `watch` is given
    each row that has tokens, with all its ids and labels, before it is cut.
    """

    def __init__(self, method: str, tokenizer: Any, options: DataOptions, watch: WatchRow | None = None) -> None:
        self._kto, self._tokenizer, self._options, self._watch = method == "kto", tokenizer, options, watch
        self._template: ChatTemplate | None = None

    def settings(self) -> dict[str, Any]:
        """The settings that decide, beside file and tokenizer, what `read` gives."""
        options = self._options
        settings = {"kto": self._kto, "template": options.chat_template, "length": options.max_length}
        settings["cuts"] = options.too_long == "truncate"
        return settings if self._kto else settings | {"on": options.loss_on, "filters": options.filter_desirable}

    def read(self, path: Path, most: int | None = None) -> tuple[Rows, DataReport]:
        """The rows of a file that can be used, in its order, and the report; of no more than `most` rows.

        Raises DataError without a template.
        """
        report = DataReport(str(path), max_length=self._options.max_length)
        self._template = None
        found = []
        lines = read_lines(path)
        for line, value in islice(lines, most):
            report.rows += 1
            tokens = self._try_row(line, value, report)
            if tokens is not None:
                found.append(tokens)
        report.used = len(found)
        report.is_whole = next(lines, None) is None
        if self._template is not None:
            report.adapted, report.named_template = self._template.adapter.changes, self._template.named
            report.learns_end = learns_end(self._template)
        return found, report

    def _try_row(self, line: int, value: dict[str, Any] | Problem, report: DataReport) -> dict[str, Any] | None:
        if isinstance(value, Problem):
            report.problems.append(value)
            return None
        try:
            row = read_row(line, value, needs_label=self._kto)
            if not self._kto and row.label is False and self._options.filter_desirable:
                report.undesirable.append(line)
                return None
            return self._tokenize(row, report)
        except RowProblem as problem:
            report.problems.append(problem.at(line))
            return None
        except RowTooLong as problem:
            report.too_long.append((line, problem.tokens))
            return None

    def _tokenize(self, row: Row, report: DataReport) -> dict[str, Any]:
        options = self._options
        if row.messages and self._template is None:
            self._template = ChatTemplate(self._tokenizer, options.chat_template)
        cuts = options.too_long == "truncate"
        watch = functools.partial(self._watch, row) if self._watch else None
        tokenizer = RowTokenizer(self._tokenizer, self._template, options.max_length, cuts=cuts, watch=watch)
        tokens = tokenizer.kto(row) if self._kto else tokenizer.sft(row, options.loss_on)
        report.masks.add(row, tokens, self._tokenizer)
        report.tokens += len(tokens.ids)
        report.target_tokens += sum(label != NO_LOSS for label in tokens.labels)
        if row.label is not None:
            report.labels[row.label] += 1
        return _as_kto(tokens, row) if self._kto else {"input_ids": tokens.ids, "labels": tokens.labels}


def _as_kto(tokens, row: Row) -> dict[str, Any]:
    start = next(place for place, label in enumerate(tokens.labels) if label != NO_LOSS)
    return {"prompt_ids": tokens.ids[:start], "completion_ids": tokens.ids[start:], "label": row.label}
