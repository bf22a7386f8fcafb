"""Rows as TRL's trainers take them."""

from __future__ import annotations

from typing import Any

from tuner_trainers.data.file_rows import Rows
from tuner_trainers.data.options import DataOptions
from tuner_trainers.data.order import blocks_by_length
from tuner_trainers.data.weights import LabelWeights
from tuner_trainers.launch import Launch
from tuner_trainers.protocol.events import Events
from tuner_trainers.rows import load_rows
from tuner_trainers.trl.args import length_grouping, max_length


def load_datasets(launch: Launch, tokenizer: Any, events: Events) -> tuple[Any, Any]:
    """Datasets to train on and to evaluate on (None without rows); reports what the data are."""
    from datasets import Dataset

    train, evaluation = prepare_rows(launch, tokenizer, events)
    if launch.method == "kto":
        train = _in_blocks(train, launch.config)
    return Dataset.from_list(train), Dataset.from_list(evaluation) if evaluation else None


def prepare_rows(launch: Launch, tokenizer: Any, events: Events) -> tuple[Rows, Rows]:
    """Rows to train on and to evaluate on; reports what the data are."""
    size = launch.config["training"]["per_device_train_batch_size"]
    return load_rows(launch, launch.method, tokenizer, _options(launch), size, events)


def reading_of(launch: Launch) -> tuple[str, DataOptions]:
    """What the launch's rows are for, sft or kto, and how they are read."""
    return launch.method, _options(launch)


def _in_blocks(rows: Rows, config: dict[str, Any]) -> Rows:
    """KTO's rows so that each batch, within which the KL term pairs them, has rows of like length, if that is asked.

    `auto` does not: sorted within a step, its batches would differ in their labels, and so in what they measure.
    """
    if length_grouping(config) != "all":
        return rows
    lengths = [len(row["prompt_ids"]) + len(row["completion_ids"]) for row in rows]
    size = config["training"]["per_device_train_batch_size"]
    order = blocks_by_length(lengths, [row["label"] for row in rows], size, config["seed"])
    return [rows[at] for at in order]


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
        too_long=dataset["too_long"],
        weights=_weights(training) if launch.method == "kto" else None,
    )


def _weights(training: dict[str, Any]) -> LabelWeights:
    names = ("desirable_weight", "undesirable_weight")
    return LabelWeights(*(training[name] for name in names), keys=tuple(f"training.{name}" for name in names))
