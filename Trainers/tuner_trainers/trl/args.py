"""From the configuration to the arguments of TRL."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Literal

from tuner_trainers.errors import config_error
from tuner_trainers.launch import Launch
from tuner_trainers.trl.device import checkpointing
from tuner_trainers.trl.reporters import reporting_arguments

Grouping = Literal["all", "step"]

_SAME_NAME = (
    "per_device_train_batch_size", "per_device_eval_batch_size", "gradient_accumulation_steps", "learning_rate",
    "max_grad_norm", "weight_decay", "lr_scheduler_type", "lr_scheduler_kwargs",
    "num_train_epochs", "max_steps", "optim", "fp16", "bf16",
    "logging_steps", "save_strategy", "save_steps", "eval_strategy", "eval_steps", "dataloader_num_workers",
    "dataloader_pin_memory", "packing", "loss_type", "beta",
    "desirable_weight", "undesirable_weight",
)  # fmt: skip


def build_arguments(config_class: type, launch: Launch, *, evaluates: bool, resumes: bool) -> Any:
    """An instance of `config_class` (SFTConfig, KTOConfig) for this launch; fields it does not know are left out."""
    training = launch.config["training"]
    wanted = {name: training[name] for name in _SAME_NAME if name in training}
    wanted |= _fixed() | _derived(launch, evaluates=evaluates, resumes=resumes)
    known = {field.name for field in dataclasses.fields(config_class) if field.init}
    return config_class(**{name: value for name, value in wanted.items() if name in known})


def _derived(launch: Launch, *, evaluates: bool, resumes: bool) -> dict[str, Any]:
    config, training = launch.config, launch.config["training"]
    workers = config["dataset"].get("num_proc") or 1
    derived = {
        "output_dir": str(launch.checkpoints),
        "seed": config["seed"],
        "data_seed": config["seed"],
        "use_cpu": config["system"]["device"] == "cpu",
        "warmup_steps": training.get("warmup_steps") or training.get("warmup_ratio") or 0,
        "activation_checkpointing": checkpointing(config),
        "activation_checkpointing_kwargs": {"use_reentrant": False},
        "max_length": max_length(config),
        # One worker would be a process of its own for nothing.
        "dataset_num_proc": workers if workers > 1 else None,
        "eval_on_start": bool(training.get("eval_on_start")) and evaluates and not resumes,
    }
    if "precompute_ref_log_probs" in training:
        derived["precompute_ref_log_probs"] = precomputes_reference(training)
    if training.get("use_kto_s"):
        # The loss is KTO-S's own; of TRL's two, this one computes nothing that KTO-S has no use for.
        derived["loss_type"] = "apo_zero_unpaired"
    if not evaluates:
        derived["eval_strategy"] = "no"
    return derived | reporting_arguments(launch)


def precomputes_reference(training: Mapping[str, Any]) -> bool:
    """Whether KTO computes what the reference says of every row before the first step.

    `auto`: only for a model that is trained in full, which needs no copy of itself then.
    """
    named = training["precompute_ref_log_probs"]
    return training["fine_tune_type"] == "full" if named == "auto" else named


def remembers_reference(training: Mapping[str, Any]) -> bool:
    """Whether KTO keeps what the reference said of a batch, for when the batch is seen again."""
    return training["precompute_ref_log_probs"] == "auto" and not precomputes_reference(training)


def length_grouping(config: Mapping[str, Any]) -> Grouping | None:
    """Among which rows those of like length go together: `all`, those of one optimizer `step`, or None.

    `auto` leaves every step as it is: batches of one length each learn less well where length tells what a row is
    about. On a CPU, where padding costs as much as text, rows are sorted within a step of several micro-batches.
    """
    training = config["training"]
    named = training["group_by_length"]
    if named != "auto":
        return "all" if named else None
    pays = config["system"]["device"] == "cpu" and training["gradient_accumulation_steps"] > 1
    return "step" if pays and not training.get("packing") else None


def check_kto(training: Mapping[str, Any]) -> None:
    """Raises TrainerError for keys that KTO, or its loss, cannot be combined with."""
    if training["use_kto_s"] and training["loss_type"] != "kto":
        message = f"training.use_kto_s is a loss of its own: training.loss_type cannot be {training['loss_type']}."
        raise config_error(message, "Leave out one of the two.", "CONFIG_CONFLICT", key="training.loss_type")


def _fixed() -> dict[str, Any]:
    # Rotation is ours (callbacks/checkpoints.py): a checkpoint goes only when its successor is complete.
    return {
        "disable_tqdm": True, "logging_nan_inf_filter": False, "logging_first_step": True,
        "save_total_limit": None, "include_num_input_tokens_seen": "no", "remove_unused_columns": True,
    }  # fmt: skip


def max_length(config: dict[str, Any]) -> int:
    """The most tokens that a row may have."""
    training = config["training"]
    return training.get("max_length") or training.get("max_seq_length") or config["model"]["max_seq_length"]
