"""The way from a data file to training rows: what both trainers call."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tuner_trainers.data.file_rows import FileReader, FileTokenizer, Rows
from tuner_trainers.data.mask_notes import mask_notes
from tuner_trainers.data.notes import method_notes, template_notes
from tuner_trainers.data.options import DataOptions
from tuner_trainers.data.report import DataReport
from tuner_trainers.data.split import interleave, split
from tuner_trainers.data.weights import weight_notes


@dataclass(frozen=True)
class Prepared:
    """Tokenized rows. SFT: `input_ids`, `labels`. KTO: `prompt_ids`, `completion_ids`, `label`."""

    train: Rows
    evaluation: Rows
    report: DataReport


def load_sft(path: str | Path, tokenizer: Any, options: DataOptions) -> Prepared:
    """Rows for supervised fine-tuning, in the order of the file. Raises DataError when none can be used."""
    return load("sft", path, FileTokenizer("sft", tokenizer, options), options)


def load_kto(path: str | Path, tokenizer: Any, options: DataOptions) -> Prepared:
    """Rows for KTO, by default good and bad answers evenly mixed. Raises DataError when none can be used."""
    return load("kto", path, FileTokenizer("kto", tokenizer, options), options)


def load(method: str, path: str | Path, reader: FileReader, options: DataOptions) -> Prepared:
    """Rows of a method, sft or kto, from files that `reader` reads. Raises DataError when none can be used."""
    rows, report = _read(Path(path), reader, options)
    held_out: Rows = []
    if options.evaluation_file is not None:
        held_out, report.held_out = _read(Path(options.evaluation_file), reader, options)
    elif options.test_size:
        rows, held_out = split(rows, options.test_size, options.seed, _label)
    if method == "kto" and options.interleave:
        rows, held_out = (interleave(part, options.seed, _label) for part in (rows, held_out))
    report.train, report.evaluation = len(rows), len(held_out)
    report.notes += template_notes(report) + method_notes(report, method == "kto", options.filter_desirable)
    if method == "kto" and options.weights:
        report.notes += weight_notes(map(_label, rows), options.weights)
    return Prepared(rows, held_out, report)


def _read(path: Path, reader: FileReader, options: DataOptions) -> tuple[Rows, DataReport]:
    rows, report = reader.read(path)
    if options.too_long == "error":
        report.require_lengths()
    report.require_rows()
    report.notes += mask_notes(report)
    return rows, report


def _label(row: dict[str, Any]) -> bool | None:
    return row.get("label")
