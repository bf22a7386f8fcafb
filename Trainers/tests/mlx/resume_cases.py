"""MLX's rows of the resume table: with dropout, accumulation and a learning rate that changes."""

from __future__ import annotations

from pathlib import Path

from tests.documents import kto_rows, sft_rows
from tests.mlx.documents import document, launch
from tests.recorder import Recorder
from tests.resume_table import STEPS, Table
from tuner_trainers.launch import Launch
from tuner_trainers.mlx.device import adapt
from tuner_trainers.mlx.train import train
from tuner_trainers.requests import Requests
from tuner_trainers.tiny_model.build import Shape, build

_COMMON = {
    "training__max_steps": STEPS, "training__per_device_batch_size": 2, "training__gradient_accumulation_steps": 2,
    "training__lr_scheduler_type": "cosine", "lora__dropout": 0.1,
}  # fmt: skip
_SAMPLED = {"evaluation__sample_prompts": ["Count 3"], "evaluation__sample_steps": 1, "evaluation__do_sample": True,
            "evaluation__max_new_tokens": 4}  # fmt: skip
_CASES = {
    "sft": ("sft", {}), "sft shuffled": ("sft", {"training__group_by_length": False}),
    "sft full": ("sft", {"training__fine_tune_type": "full", "training__learning_rate": 2e-3}),
    "sft dora": ("sft", {"lora__use_dora": True}), "kto": ("kto", {}), "kto from sft": ("kto", {}),
    "sft sampled": ("sft", _SAMPLED),
}  # fmt: skip


def prepare(case: str, folder: Path, count: int) -> Launch:
    """The launch of a case on so many rows."""
    root = folder.parents[2]
    model = root / "small model"
    if not model.exists():
        build(model, 0, Shape(layers=2, hidden=32, heads=2))
    objective, changes = _CASES[case]
    config = adapt(document(model, **_COMMON | changes, training__objective=objective)).config
    start = _sft_adapter(root, model) if case == "kto from sft" else None
    return launch(folder, config, (sft_rows if objective == "sft" else kto_rows)(count), start_from=start)


def _sft_adapter(root: Path, model: Path) -> Path:
    job = launch(root / "sft adapter", adapt(document(model, training__max_steps=2)).config, sft_rows())
    if not job.model.exists():
        train(job, Recorder(), Requests(job.requests))
    return job.model


TABLE = Table(tuple(_CASES), prepare, train)
