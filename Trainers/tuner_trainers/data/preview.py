"""The first rows of a file as the loss sees them, and what is wrong with them: `datasetPreviewSchema` of Tuner."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tuner_trainers.data.errors import DataError
from tuner_trainers.data.file_rows import FileTokenizer
from tuner_trainers.data.mask_notes import mask_notes
from tuner_trainers.data.notes import method_notes, template_notes
from tuner_trainers.data.options import DataOptions
from tuner_trainers.data.report import DataReport
from tuner_trainers.data.rows import Row
from tuner_trainers.data.token_texts import token_texts
from tuner_trainers.data.tokenize import NO_LOSS

CHECKED_ROWS = 1000
"""How many rows are looked at, where fewer are shown."""


def preview(path: Path, method: str, tokenizer: Any, options: DataOptions, rows: int) -> dict[str, Any]:
    """The first `rows` rows of a file with their tokens, and what a training would say of the first thousand.

    `method` is sft or kto. Reads, masks and cuts as a training does. Raises DataError where there is no file or no
    template.
    """
    watcher = _Watcher(rows)
    reader = FileTokenizer(method, tokenizer, options, watcher.watch)
    _, report = reader.read(path, max(rows, CHECKED_ROWS))
    return {
        "file": str(path), "method": method, "maxLength": options.max_length,
        "lossOn": options.loss_on if method == "sft" else "last_assistant",
        "rows": watcher.shown(report, tokenizer),
        "checked": {
            "rows": report.rows, "used": report.used, "isWholeFile": report.is_whole,
            "tokens": report.tokens, "supervised": report.target_tokens,
        },
        "findings": _findings(report, method, options),
    }  # fmt: skip


class _Watcher:
    """Keeps the tokens of the first rows. `most` is how many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._seen: dict[int, tuple[Row, list[int], list[int]]] = {}

    def watch(self, row: Row, ids: list[int], labels: list[int]) -> None:
        """Takes a row's ids and labels, before they are cut."""
        if len(self._seen) < self._most:
            self._seen[row.line] = (row, ids, labels)

    def shown(self, report: DataReport, tokenizer: Any) -> list[dict[str, Any]]:
        """The first rows in the order of the file, with those that are not trained on."""
        out = _left_out(report)
        lines = sorted({*self._seen, *out})[: self._most]
        return [self._row(line, out.get(line), report, tokenizer) for line in lines]

    def _row(self, line: int, out: dict[str, str] | None, report: DataReport, tokenizer: Any) -> dict[str, Any]:
        row, ids, labels = self._seen.get(line, (None, [], []))
        label = row.label if row else (False if line in report.undesirable else None)
        states = ["context" if label == NO_LOSS else "supervised" for label in labels]
        # No token comes before the first one that it could be predicted from.
        states[:1] = ["context"] * len(ids[:1])
        states[report.max_length :] = ["cut"] * max(0, len(ids) - report.max_length)
        texts = token_texts(tokenizer, ids)
        counts = {state: states.count(state) for state in ("supervised", "context", "cut")}
        kept = counts["supervised"] + counts["context"]
        return {
            "line": line, "label": label, "leftOut": out,
            "tokens": [
                {"id": token, "text": text, "state": state}
                for token, text, state in zip(ids, texts, states, strict=True)
            ],
            **counts, "supervisedShare": counts["supervised"] / kept if kept else 0.0,
        }  # fmt: skip


def _left_out(report: DataReport) -> dict[int, dict[str, str]]:
    """Why each row that is left out is, by its line."""
    out = {one.line: {"code": one.code, "path": one.path, "message": one.message} for one in report.problems}
    for line in report.undesirable:
        message = "the label is false, and the loss would learn the answer"
        out[line] = {"code": "LEFT_OUT_BY_LABEL", "path": "label", "message": message}
    for line, tokens in report.too_long:
        message = f"the row has {tokens} tokens, more than {report.max_length} (too_long)"
        out[line] = {"code": "ROW_TOO_LONG", "path": "", "message": message}
    return out


def _findings(report: DataReport, method: str, options: DataOptions) -> list[dict[str, Any]]:
    report.notes += mask_notes(report) + template_notes(report)
    if report.is_whole:
        # Of a part of the rows nothing can be said about all labels.
        report.notes += method_notes(report, method == "kto", options.filter_desirable)
    warnings = [
        {"code": one.code, "severity": "warning", "message": one.message, "fix": one.fix, "details": one.details}
        for one in report.warnings()
    ]
    return [*_failure(report, options), *warnings]


def _failure(report: DataReport, options: DataOptions) -> list[dict[str, Any]]:
    """What would end the training before it begins."""
    try:
        if options.too_long == "error":
            report.require_lengths()
        report.require_rows()
        return []
    except DataError as error:
        named = {"code": error.code, "severity": "error", "message": error.message, "fix": error.hint}
        return [{**named, "details": error.details}]
