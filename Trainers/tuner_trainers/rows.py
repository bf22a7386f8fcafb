"""Rows for a trainer, from the data file of a launch."""

from __future__ import annotations

from typing import Any

from tuner_trainers.cache import Cache
from tuner_trainers.data.file_rows import FileReader, FileTokenizer, Rows
from tuner_trainers.data.options import DataOptions
from tuner_trainers.data.prepare import load
from tuner_trainers.data.stored_rows import StoredRows
from tuner_trainers.errors import TrainerError
from tuner_trainers.launch import Launch
from tuner_trainers.model.tokenizer_files import hash_tokenizer
from tuner_trainers.protocol.events import Events


def load_rows(
    launch: Launch, objective: str, tokenizer: Any, options: DataOptions, batch_size: int, events: Events
) -> tuple[Rows, Rows]:
    """Rows to train on and to evaluate on, tokenized once and for all; reports what the data are.

    `objective` is sft or kto. Raises TrainerError DATASET_EMPTY when no row can be trained on.
    """
    reader = _reader(launch, objective, tokenizer, options)
    prepared = load(objective, launch.data, reader, options)
    for warning in prepared.report.warnings():
        message = f"{warning.message} {warning.fix}".rstrip()
        events.emit("warning", code=warning.code, message=message, details=warning.details)
    details = {**prepared.report.details(), "fromCache": isinstance(reader, StoredRows) and reader.found}
    events.emit("phase", name="loading_data", message=f"{len(prepared.train)} rows", details=details)
    train, evaluation = prepared.train, prepared.evaluation or []
    if objective == "kto":
        train, evaluation = (_whole_pairs(rows, batch_size, events) for rows in (train, evaluation))
    if not train:
        raise TrainerError("DATASET_EMPTY", f"No row of {launch.data} can be trained on.", "Look at the warnings.")
    return train, evaluation


def _reader(launch: Launch, objective: str, tokenizer: Any, options: DataOptions) -> FileReader:
    reader, identity = FileTokenizer(objective, tokenizer, options), hash_tokenizer(tokenizer)
    return StoredRows(Cache(launch.cache), reader, identity) if identity else reader


def warn_no_evaluation(events: Events, key: str) -> None:
    """Tells that an evaluation was asked for and there are no rows for it; `key` is where rows could be held out."""
    message = f"There are no rows to evaluate on: set {key}."
    events.emit("warning", code="NO_EVALUATION_ROWS", message=message)


def _whole_pairs(rows: Rows, size: int, events: Events) -> Rows:
    # KTO compares each row with its neighbour in the batch: a batch of one would compare a row with itself.
    if len(rows) % size != 1:
        return rows
    message = f"One of {len(rows)} rows is left out: KTO cannot use a last batch of a single row."
    events.emit("warning", code="ROWS_LEFT_OUT", message=message, details={"rows": 1})
    return rows[:-1]
