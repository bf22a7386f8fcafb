"""Rows for a trainer, from the data file of a launch."""

from __future__ import annotations

from typing import Any

from tuner_trainers.args import max_length
from tuner_trainers.data.prepare import DataOptions, load_kto, load_sft
from tuner_trainers.errors import TrainerError
from tuner_trainers.launch import Launch
from tuner_trainers.protocol.events import Events


def load_rows(launch: Launch, tokenizer: Any, events: Events) -> tuple[Any, Any]:
    """Datasets to train on and to evaluate on (None without rows); reports what the data are."""
    from datasets import Dataset

    load = load_kto if launch.method == "kto" else load_sft
    prepared = load(launch.data, tokenizer, _options(launch))
    for warning in prepared.report.warnings():
        events.emit("warning", code=warning.code, message=warning.message, details=warning.details)
    details = prepared.report.details()
    events.emit("phase", name="loading_data", message=f"{len(prepared.train)} rows", details=details)
    train, evaluation = prepared.train, prepared.evaluation or []
    if launch.method == "kto":
        size = launch.config["training"]["per_device_train_batch_size"]
        train = _whole_pairs(train, size, events)
        evaluation = _whole_pairs(evaluation, size, events)
    if not train:
        raise TrainerError("DATASET_EMPTY", f"No row of {launch.data} can be trained on.", "Look at the warnings.")
    return Dataset.from_list(train), Dataset.from_list(evaluation) if evaluation else None


def _options(launch: Launch) -> DataOptions:
    training, dataset = launch.config["training"], launch.config["dataset"]
    return DataOptions(
        max_length=max_length(launch.config),
        loss_on=training.get("loss_on", "assistant"),
        filter_desirable=dataset["filter_desirable"],
        chat_template=dataset.get("chat_template"),
        evaluation_file=launch.evaluation_data,
        test_size=dataset["test_size"] if dataset["split_dataset"] else None,
        seed=launch.config["seed"],
    )


def _whole_pairs(rows: list[dict[str, Any]], size: int, events: Events) -> list[dict[str, Any]]:
    # KTO compares each row with its neighbour in the batch: a batch of one would compare a row with itself.
    if len(rows) % size != 1:
        return rows
    message = f"One of {len(rows)} rows is left out: KTO cannot use a last batch of a single row."
    events.emit("warning", code="ROWS_LEFT_OUT", message=message, details={"rows": 1})
    return rows[:-1]
