"""`python mlx_judge.py JOB ADAPTER...`: the loss of MLX adapters on the held-out rows of a job, one JSON line each.

One function for every contestant, on token ids and masks of Tuner's own reader. SFT: mean cross-entropy of the
answers' tokens, by mlx_lm's model on whole rows. KTO: what our trainer calls `eval_loss`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "Trainers"))

import mlx.core as mx  # noqa: E402
import mlx.nn as nn  # noqa: E402
from mlx_lm import load  # noqa: E402
from transformers import AutoTokenizer  # noqa: E402
from tuner_trainers.data.pairs import add_other_answers  # noqa: E402
from tuner_trainers.data.prepare import DataOptions, load_kto, load_sft  # noqa: E402
from tuner_trainers.mlx.evaluation import evaluate  # noqa: E402
from tuner_trainers.mlx.head import Logits  # noqa: E402
from tuner_trainers.mlx.kto import Kto  # noqa: E402
from tuner_trainers.mlx.reference import ScaledOff  # noqa: E402

# So many held-out rows are judged: MLX is slow on a CPU.
_ROWS = 16


def main() -> None:
    """Prints `{tokens, loss}`: of the rows that are trained on the tokens, of the held-out ones the loss."""
    mx.set_default_device(mx.cpu)
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    tokenizer = AutoTokenizer.from_pretrained(job["base"])
    read = load_kto if job["method"] == "kto" else load_sft
    options = DataOptions(max_length=job["maxLength"], evaluation_file=job["heldOut"], interleave=False)
    rows = read(job["rows"], tokenizer, options)
    held_out = rows.evaluation[:_ROWS]
    for folder in sys.argv[2:]:
        model, _ = load(job["base"], adapter_path=folder)
        model.eval()
        loss = _kto(model, held_out, job) if job["method"] == "kto" else _sft(model, held_out)
        print(json.dumps({"tokens": rows.report.tokens, "loss": loss}))


def _sft(model, rows) -> float:
    total, count = 0.0, 0
    for row in rows:
        learned = [place for place, label in enumerate(row["labels"]) if label != -100 and place]
        logits = model(mx.array([row["input_ids"][:-1]]))[0][mx.array(learned) - 1]
        targets = mx.array([row["input_ids"][place] for place in learned])
        total += nn.losses.cross_entropy(logits, targets, reduction="sum").item()
        count += len(learned)
    return total / count


def _kto(model, rows, job) -> float:
    size = job["batchSize"]
    add_other_answers(rows, size)
    section = {"loss_type": "kto", "beta": 0.1, "lambda_d": 1.0, "lambda_u": 1.0}
    objective = Kto(0, section, job["maxLength"], ScaledOff())
    return evaluate(Logits(model), objective, rows, size, lambda: False)["eval_loss"]


if __name__ == "__main__":
    main()
