"""Rows for MLX: which objective they are for, read and tokenized, in which order they are seen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tuner_trainers.data.objective import find_objective
from tuner_trainers.data.options import DataOptions
from tuner_trainers.data.order import grouped_by_length, shuffled
from tuner_trainers.data.pairs import add_other_answers
from tuner_trainers.data.weights import LabelWeights
from tuner_trainers.errors import config_error
from tuner_trainers.launch import Launch
from tuner_trainers.protocol.events import Events, Tee
from tuner_trainers.rows import load_rows, warn_no_evaluation

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Prepared:
    """Tokenized rows; `objective` is sft or kto."""

    objective: str
    train: Rows
    held_out: Rows

    def digest(self) -> str:
        """A hash of the rows that are trained on, in their order."""
        return hashlib.sha256(json.dumps(self.train, sort_keys=True).encode()).hexdigest()


def prepare_rows(launch: Launch, tokenizer: Any, events: Events) -> Prepared:
    """Reads and tokenizes the launch's rows, and reports what they are."""
    training = launch.config["training"]
    objective, size = _objective(launch, events), training["per_device_batch_size"]
    if objective == "kto" and size < 2:
        message = f"training.per_device_batch_size is {size}; KTO needs at least 2: it pairs each row with a neighbour."
        raise config_error(message, "Set it to 2 or more.", key="training.per_device_batch_size")
    train, held_out = load_rows(launch, objective, tokenizer, _options(launch), size, events)
    if not held_out and (training["eval_strategy"] not in (None, "no") or training["eval_on_start"]):
        warn_no_evaluation(events, "data.evaluation_file, or data.train_split below 1")
    if objective == "kto":
        for rows in (train, held_out):
            add_other_answers(rows, size)
    else:
        # An evaluation sees all rows and weights every token alike, so their order is free: the one with least padding.
        held_out.sort(key=lambda row: len(row["input_ids"]))
    return Prepared(objective, train, held_out)


def reading_of(launch: Launch) -> tuple[str, DataOptions]:
    """What the launch's rows are for, sft or kto, and how they are read."""
    return _objective(launch, Tee()), _options(launch)


def max_length(config: dict[str, Any]) -> int:
    """The most tokens that a row may have."""
    return config["data"]["max_seq_length"] or config["model"]["max_seq_length"]


def order_of(rows: Prepared, config: dict[str, Any]) -> Callable[[int], list[int]]:
    """In which order an epoch sees the rows. KTO's is always that of the pairs."""
    training, data, count = config["training"], config["data"], len(rows.train)
    if rows.objective == "kto" or not data["shuffle"]:
        return lambda epoch: list(range(count))
    if not training["group_by_length"]:
        return lambda epoch: shuffled(count, data["seed"], epoch)
    lengths = [len(row["input_ids"]) for row in rows.train]
    return lambda epoch: grouped_by_length(lengths, training["per_device_batch_size"], data["seed"], epoch)


def _objective(launch: Launch, events: Events) -> str:
    named = launch.config["training"]["objective"]
    if named != "auto":
        return named
    found = find_objective(launch.data)
    if found.only is not None:
        label = str(found.only).lower()
        message = f"Every label is {label}: KTO needs both kinds, so the rows are used for supervised fine-tuning."
        events.emit("warning", code="one_label_only", message=message, details={"label": found.only})
    return found.name


def _options(launch: Launch) -> DataOptions:
    training, data, kto = (launch.config[section] for section in ("training", "data", "kto"))
    share = 1 - data["train_split"]
    return DataOptions(
        max_length=max_length(launch.config),
        loss_on=training["loss_on"],
        filter_desirable=data["filter_desirable"],
        chat_template=data["chat_template"],
        evaluation_file=launch.evaluation_data,
        test_size=share if share > 0 else None,
        seed=data["seed"],
        interleave=data["shuffle"],
        too_long=data["too_long"],
        weights=LabelWeights(kto["lambda_d"], kto["lambda_u"], ("kto.lambda_d", "kto.lambda_u")),
    )
