"""Documents and launches for tests: small enough that a training takes a second."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from tuner_trainers.config.resolve import with_key
from tuner_trainers.config.schema import fill_defaults, load_schema
from tuner_trainers.launch import Launch

_TRAINING = {
    "output_dir": "out", "fine_tune_type": "lora", "per_device_train_batch_size": 4, "per_device_eval_batch_size": 4,
    "gradient_accumulation_steps": 1, "learning_rate": 1e-2, "max_grad_norm": 1.0, "weight_decay": 0.0,
    "lr_scheduler_type": "linear", "warmup_ratio": 0.0, "warmup_steps": 0, "num_train_epochs": 1, "max_steps": -1,
    "optim": "adamw_torch", "fp16": False, "bf16": False, "gradient_checkpointing": False, "logging_steps": 1,
    "save_strategy": "no", "save_steps": 50, "save_total_limit": 3, "eval_strategy": "no", "eval_steps": 50,
    "eval_on_start": False, "dataloader_num_workers": 0, "dataloader_pin_memory": False,
}  # fmt: skip
_SFT = {"max_seq_length": 128, "packing": False, "completion_only_loss": True, "assistant_only_loss": False,
        "loss_on": "assistant", "group_by_length": False}  # fmt: skip
_KTO = {"max_length": 128, "beta": 0.3, "desirable_weight": 1.0, "undesirable_weight": 1.0, "use_kto_s": False,
        "use_two_stage_lr": False, "precompute_ref_log_probs": "auto"}  # fmt: skip


def document(method: str, **changes: Any) -> dict[str, Any]:
    """A resolved document of `method` for the tiny model on the CPU; `changes` as `training__max_steps=3`."""
    result = {
        "model": {"model_name": "builtin:tiny", "max_seq_length": 128, "dtype": None, "load_in_4bit": False,
                  "trust_remote_code": False},
        "lora": {"r": 8, "lora_alpha": 16, "lora_dropout": 0.0, "bias": "none", "target_modules": "all-linear",
                 "use_gradient_checkpointing": False, "random_state": 1, "use_rslora": False, "use_dora": False},
        "training": copy.deepcopy(_TRAINING | (_KTO if method == "kto" else _SFT)),
        "dataset": {"dataset_name": None, "dataset_file": None, "local_file": "rows.jsonl", "evaluation_file": None,
                    "num_proc": 1, "test_size": 0.1, "split_dataset": False, "filter_desirable": True,
                    "chat_template": None},
        "evaluation": {"sample_prompts": [], "max_new_tokens": 4},
        "wandb": {"enabled": False, "project": None, "run_name": None, "entity": None},
        "system": {"device": "cpu"},
        "seed": 7,
    }  # fmt: skip
    for key, value in changes.items():
        result = with_key(result, key.replace("__", "."), value)
    return fill_defaults(result, load_schema(method))


def sft_rows(count: int = 16) -> list[dict[str, Any]]:
    """Questions that all have the same kind of answer: quickly learned."""
    return [
        {"messages": [{"role": "user", "content": f"Count {n}"}, {"role": "assistant", "content": f"the {n} red cars"}]}
        for n in range(count)
    ]


def kto_rows(count: int = 16) -> list[dict[str, Any]]:
    """Two kinds of answers, one wanted and one not."""
    return [
        {"messages": [{"role": "user", "content": f"Count {n}"},
                      {"role": "assistant", "content": "the red cars" if n % 2 else "no way, never"}],
         "label": bool(n % 2)}
        for n in range(count)
    ]  # fmt: skip


def write_rows(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Writes rows as JSON Lines."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def launch(folder: Path, cache: Path, config: dict[str, Any], rows: list[dict[str, Any]], **fields: Any) -> Launch:
    """A launch of TRL into `folder`; the method follows from the document."""
    return launch_of("kto" if "beta" in config["training"] else "sft", folder, cache, config, rows, **fields)


def launch_of(
    method: str, folder: Path, cache: Path, config: dict[str, Any], rows: list[dict[str, Any]], **fields: Any
) -> Launch:
    """A launch of a method into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    return Launch(
        method=method, attempt=1, config=config,
        events=folder / "events.jsonl", requests=folder, ack=folder / "ack.json", checkpoints=folder / "checkpoints",
        model=folder / "model", cache=cache, data=write_rows(folder / "rows.jsonl", rows), **fields,
    )  # fmt: skip
