"""`python stock.py JOB`: what a user of TRL writes: SFTTrainer or KTOTrainer with their defaults.

In fp32 on a CPU, in bf16 on a GPU.

JOB is a JSON document (bench/trainers/job.ts). Beside the adapter it writes marks.json: when training began, when its
first step was done, when it ended (seconds since 1970), and on a GPU the most memory that PyTorch held.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1", TOKENIZERS_PARALLELISM="false")

import torch  # noqa: E402
from datasets import load_dataset  # noqa: E402
from peft import LoraConfig  # noqa: E402
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback, set_seed  # noqa: E402


class Marks(TrainerCallback):
    """Notes when training began, when its first step was done, and when it ended."""

    def __init__(self):
        self.times = {}

    def on_train_begin(self, *args, **kwargs):
        """Before the first step."""
        self.times["begun"] = time.time()

    def on_step_end(self, *args, **kwargs):
        """After a step."""
        self.times.setdefault("firstStep", time.time())

    def on_train_end(self, *args, **kwargs):
        """After the last step."""
        self.times["ended"] = time.time()


def main() -> None:
    """Trains as the job says."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    marks = Marks()
    trainer = _trainer(job, marks)
    trainer.train()
    trainer.save_model(job["model"])
    if job["device"] == "cuda":
        marks.times["gpuBytes"] = torch.cuda.max_memory_reserved()
    (Path(job["folder"]) / "marks.json").write_text(json.dumps(marks.times), encoding="utf-8")


def _trainer(job, marks):
    make, config = _classes(job["method"])
    device = {} if job["device"] == "cuda" else {"use_cpu": True, "bf16": False}
    dtype = torch.bfloat16 if job["device"] == "cuda" else torch.float32
    tokenizer = AutoTokenizer.from_pretrained(job["base"])
    args = config(
        output_dir=job["folder"], **device, seed=job["seed"], max_length=job["maxLength"],
        per_device_train_batch_size=job["batchSize"], learning_rate=job["learningRate"],
        num_train_epochs=job["epochs"], save_strategy="no", report_to="none",
    )  # fmt: skip
    lora = LoraConfig(
        task_type="CAUSAL_LM", r=job["rank"], lora_alpha=job["alpha"], lora_dropout=job["dropout"],
        target_modules="all-linear",
    )
    model = AutoModelForCausalLM.from_pretrained(job["base"], dtype=dtype)
    # Both begin with the same adapter: what else would differ is noise in what they learn.
    set_seed(job["seed"])
    return make(
        model=model, args=args, processing_class=tokenizer,
        train_dataset=load_dataset("json", data_files=job["rows"], split="train"), peft_config=lora,
        callbacks=[marks],
    )  # fmt: skip


def _classes(method):
    if method == "kto":
        from trl import KTOConfig, KTOTrainer

        return KTOTrainer, KTOConfig
    from trl import SFTConfig, SFTTrainer

    return SFTTrainer, SFTConfig


if __name__ == "__main__":
    main()
