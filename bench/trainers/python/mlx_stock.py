"""`python mlx_stock.py JOB`: what a user of mlx_lm does: `mlx_lm.lora --train` with its defaults, in fp32 on a CPU.

JOB is a JSON document (bench/trainers/job.ts). Beside the adapter it writes marks.json: when training began, when its
first step was done, when it ended (seconds since 1970).
"""

from __future__ import annotations

import json
import os
import sys
import time
import types
from pathlib import Path
from typing import Any

os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1", TOKENIZERS_PARALLELISM="true")

import mlx.core as mx  # noqa: E402
import numpy  # noqa: E402
from mlx_lm import lora  # noqa: E402
from mlx_lm.tuner import trainer  # noqa: E402
from mlx_lm.utils import load  # noqa: E402


class Marks(trainer.TrainUI):
    """mlx_lm's own display, which also notes when the first step was done."""

    first_step: float | None = None

    def advance(self) -> None:
        """After a step."""
        Marks.first_step = Marks.first_step or time.time()
        super().advance()


def main() -> None:
    """Trains as the job says."""
    mx.set_default_device(mx.cpu)
    trainer.TrainUI = Marks
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    args = types.SimpleNamespace(**lora.CONFIG_DEFAULTS | _settings(job, _write_data(job)))
    numpy.random.seed(args.seed)
    model, tokenizer = load(args.model)
    model.set_dtype(mx.float32)
    rows, held_out, _ = lora.load_dataset(args, tokenizer)
    args.iters = job["epochs"] * (len(rows) // args.batch_size)
    begun = time.time()
    lora.train_model(args, model, rows, held_out)
    times = {"begun": begun, "firstStep": Marks.first_step, "ended": time.time()}
    (Path(job["folder"]) / "marks.json").write_text(json.dumps(times), encoding="utf-8")


def _write_data(job: dict[str, Any]) -> Path:
    """The rows in mlx_lm's form: whole conversations, of which `mask_prompt` leaves the last turn to learn."""
    folder = Path(job["folder"]) / "data"
    folder.mkdir()
    with open(job["rows"], encoding="utf-8") as rows, open(folder / "train.jsonl", "w", encoding="utf-8") as out:
        for row in map(json.loads, rows):
            out.write(json.dumps({"messages": row["prompt"] + row["completion"]}) + "\n")
    return folder


def _settings(job: dict[str, Any], data: Path) -> dict[str, Any]:
    """What both are told alike; all else is mlx_lm's own."""
    adapter = {"rank": job["rank"], "scale": job["alpha"] / job["rank"], "dropout": job["dropout"]}
    return {
        "model": job["base"], "data": str(data), "adapter_path": job["model"], "train": True, "num_layers": -1,
        "batch_size": job["batchSize"], "learning_rate": job["learningRate"], "max_seq_length": job["maxLength"],
        "lora_parameters": adapter, "mask_prompt": True, "seed": job["seed"],
        # Without it its first thousand steps are several times as long as the learning rate says, so that what was
        # learned could not be compared.
        "optimizer_config": {"adam": {"bias_correction": True}},
    }  # fmt: skip


if __name__ == "__main__":
    main()
