"""TRL's rows of the resume table: with dropout, accumulation and a learning rate that changes."""

from __future__ import annotations

from pathlib import Path

from tests.documents import document, kto_rows, launch, sft_rows
from tests.recorder import Recorder
from tests.resume_table import STEPS, Table
from tuner_trainers.launch import Launch
from tuner_trainers.requests import Requests
from tuner_trainers.trl.train import train

_COMMON = {
    "training__max_steps": STEPS, "training__per_device_train_batch_size": 2,
    "training__gradient_accumulation_steps": 2,
    "training__lr_scheduler_type": "cosine", "training__learning_rate": 2e-3, "lora__lora_dropout": 0.1,
}  # fmt: skip
# In packed rows there are fewer sequences: one a micro-batch keeps the stop where the others have it.
_PACKED = {"training__packing": True, "training__max_seq_length": 32, "training__per_device_train_batch_size": 1}
_STAGES = {"training__use_kto_s": True, "training__use_two_stage_lr": True, "training__lr_reduction_step": 6,
           "training__lr_reduction_factor": 0.25}  # fmt: skip
_SAMPLED = {"evaluation__sample_prompts": ["Count 3", "Count"], "evaluation__sample_steps": 1,
            "training__group_by_length": "auto"}  # fmt: skip
_CASES = {
    "sft": ("sft", {}), "sft grouped": ("sft", {"training__group_by_length": True}), "sft packed": ("sft", _PACKED),
    "sft full": ("sft", {"training__fine_tune_type": "full"}), "kto": ("kto", {}), "kto from sft": ("kto", {}),
    "kto-s in two stages": ("kto", _STAGES), "sft sampled": ("sft", _SAMPLED),
    "kto cached": ("kto", {"training__precompute_ref_log_probs": True}),
    "kto full": ("kto", {"training__fine_tune_type": "full", "training__learning_rate": 1e-4}),
    "kto with whole modules": ("kto", {"lora__modules_to_save": ["embed_tokens", "lm_head"]}),
}  # fmt: skip


def prepare(case: str, folder: Path, count: int) -> Launch:
    """The launch of a case on so many rows."""
    method, changes = _CASES[case]
    config = document(method, **_COMMON | changes)
    rows = sft_rows(count) if method == "sft" else kto_rows(count)
    # Every case of one table shares the tiny model.
    cache = folder.parents[2] / "cache"
    start = _sft_adapter(folder.parents[2], cache) if case == "kto from sft" else None
    return launch(folder, cache, config, rows, start_from=start)


def _sft_adapter(root: Path, cache: Path) -> Path:
    job = launch(root / "sft adapter", cache, document("sft", training__max_steps=2), sft_rows())
    if not job.model.exists():
        train(job, Recorder(), Requests(job.requests))
    return job.model


TABLE = Table(tuple(_CASES), prepare, train)
