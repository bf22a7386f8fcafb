"""The way from a data file to training rows: what both trainers call."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tuner_trainers.data.errors import Problem, RowProblem, RowTooLong
from tuner_trainers.data.notes import method_notes, template_notes
from tuner_trainers.data.reader import read_lines
from tuner_trainers.data.report import DataReport
from tuner_trainers.data.rows import Row, read_row
from tuner_trainers.data.split import interleave, split
from tuner_trainers.data.template import ChatTemplate
from tuner_trainers.data.tokenize import NO_LOSS, RowTokenizer
from tuner_trainers.data.weights import LabelWeights, weight_notes


@dataclass(frozen=True)
class DataOptions:
    """How rows are read. `max_length` counts tokens; `test_size` is a share; `evaluation_file` wins over it.

    `too_long` is truncate, drop or error: what becomes of rows of more than `max_length` tokens.
    `interleave` mixes KTO's good and bad answers evenly; without it they keep the order of the file. `weights` are
    KTO's, to be judged by the numbers of rows.
    """

    max_length: int = 2048
    loss_on: str = "assistant"
    filter_desirable: bool = True
    chat_template: str | None = None
    evaluation_file: str | Path | None = None
    test_size: float | None = None
    seed: int = 42
    interleave: bool = True
    too_long: str = "truncate"
    weights: LabelWeights | None = None


@dataclass(frozen=True)
class Prepared:
    """Tokenized rows. SFT: `input_ids`, `labels`. KTO: `prompt_ids`, `completion_ids`, `label`.

    `template` is None when no row needed one.
    """

    train: list[dict[str, Any]]
    evaluation: list[dict[str, Any]]
    report: DataReport
    template: ChatTemplate | None


def load_sft(path: str | Path, tokenizer: Any, options: DataOptions) -> Prepared:
    """Rows for supervised fine-tuning, in the order of the file. Raises DataError when none can be used."""
    return _Loader("sft", tokenizer, options).load(path)


def load_kto(path: str | Path, tokenizer: Any, options: DataOptions) -> Prepared:
    """Rows for KTO, by default good and bad answers evenly mixed. Raises DataError when none can be used."""
    return _Loader("kto", tokenizer, options).load(path)


class _Loader:
    def __init__(self, method: str, tokenizer: Any, options: DataOptions) -> None:
        self._kto, self._tokenizer, self._options = method == "kto", tokenizer, options
        self._template: ChatTemplate | None = None

    def load(self, path: str | Path) -> Prepared:
        options = self._options
        rows, report = self._read(path)
        held_out = []
        if options.evaluation_file is not None:
            held_out, report.held_out = self._read(options.evaluation_file)
        elif options.test_size:
            rows, held_out = split(rows, options.test_size, options.seed, _label)
        if self._kto and options.interleave:
            rows, held_out = (interleave(part, options.seed, _label) for part in (rows, held_out))
        report.train, report.evaluation = len(rows), len(held_out)
        report.notes += template_notes(self._template) + method_notes(report, self._kto, options.filter_desirable)
        if self._kto and options.weights:
            report.notes += weight_notes(map(_label, rows), options.weights)
        return Prepared(rows, held_out, report, self._template)

    def _read(self, path: str | Path) -> tuple[list[dict[str, Any]], DataReport]:
        report = DataReport(str(path), max_length=self._options.max_length)
        found = []
        for line, value in read_lines(path):
            report.rows += 1
            tokens = self._try_row(line, value, report)
            if tokens is not None:
                found.append(tokens)
        report.used = len(found)
        if self._options.too_long == "error":
            report.require_lengths()
        report.require_rows()
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
        tokenizer = RowTokenizer(self._tokenizer, self._template, options.max_length, cuts=cuts)
        tokens = tokenizer.kto(row) if self._kto else tokenizer.sft(row, options.loss_on)
        report.cut += tokens.cut
        report.tokens += len(tokens.ids)
        report.target_tokens += sum(label != NO_LOSS for label in tokens.labels)
        if row.label is not None:
            report.labels[row.label] += 1
        return _as_kto(tokens, row) if self._kto else {"input_ids": tokens.ids, "labels": tokens.labels}


def _as_kto(tokens, row: Row) -> dict[str, Any]:
    start = next(place for place, label in enumerate(tokens.labels) if label != NO_LOSS)
    return {"prompt_ids": tokens.ids[:start], "completion_ids": tokens.ids[start:], "label": row.label}


def _label(row: dict[str, Any]) -> bool | None:
    return row.get("label")
