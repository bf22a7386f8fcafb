"""`python judge.py JOB ADAPTER...`: the loss of adapters on the held-out rows of a job, one JSON line each.

One function for every contestant, on token ids and masks of Tuner's own reader. SFT: mean negative log-likelihood of
the answers' tokens. KTO: mean of 1 - sigmoid(+-beta (r - z)), with z the mean log-ratio of answers to other prompts,
never below 0 (https://huggingface.co/papers/2402.01306, equation 7).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "Trainers"))

import torch  # noqa: E402
from peft import PeftModel  # noqa: E402
from transformers import AutoModelForCausalLM, AutoTokenizer  # noqa: E402
from tuner_trainers.data.options import DataOptions  # noqa: E402
from tuner_trainers.data.prepare import load_kto, load_sft  # noqa: E402


def main() -> None:
    """Prints `{tokens, loss, flops}`: of the rows that are trained on, of the held-out ones, on a GPU."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    tokenizer = AutoTokenizer.from_pretrained(job["base"])
    load = load_kto if job["method"] == "kto" else load_sft
    options = DataOptions(max_length=job["maxLength"], evaluation_file=job["heldOut"], interleave=False)
    rows = load(job["rows"], tokenizer, options)
    dtype = torch.bfloat16 if job["device"] == "cuda" else torch.float32
    for folder in sys.argv[2:]:
        base = AutoModelForCausalLM.from_pretrained(job["base"], dtype=dtype).to(job["device"])
        model = PeftModel.from_pretrained(base, folder).eval()
        with torch.no_grad():
            loss = (_kto if job["method"] == "kto" else _sft)(model, rows.evaluation)
        name = torch.cuda.get_device_name(0) if job["device"] == "cuda" else "CPU"
        flops = _flops(base.config, rows.report.tokens / len(rows.train), name)
        print(json.dumps({"tokens": rows.report.tokens, "loss": loss} | flops))


def _flops(config, length: float, device: str) -> dict:
    """What a token costs, and the peak of the device; nothing for one that TRL does not know, such as a CPU."""
    from trl.trainer.utils import compute_flops_per_token, get_peak_flops

    peak = get_peak_flops(device, "bfloat16")
    # Forward and the gradient of the activations: two thirds of what weights that are trained would cost.
    token = compute_flops_per_token(config, int(length)) * 2 / 3
    return {"flops": {"token": token, "peak": peak}} if peak else {}


def _sft(model, rows) -> float:
    found = [_log_probability(model, row["input_ids"], row["labels"]) for row in rows]
    return -sum(one for one, _ in found) / sum(count for _, count in found)


def _kto(model, rows, beta: float = 0.1) -> float:
    ratios = [_ratio(model, row["prompt_ids"], row["completion_ids"]) for row in rows]
    others = [row["completion_ids"] for row in rows[-1:] + rows[:-1]]
    point = sum(_ratio(model, row["prompt_ids"], other) for row, other in zip(rows, others, strict=True)) / len(rows)
    signs = [1 if row["label"] else -1 for row in rows]
    margins = [beta * sign * (ratio - max(point, 0)) for sign, ratio in zip(signs, ratios, strict=True)]
    return sum(1 - torch.tensor(margin).sigmoid().item() for margin in margins) / len(rows)


def _ratio(model, prompt, completion) -> float:
    labels = [-100] * len(prompt) + completion
    policy, _ = _log_probability(model, prompt + completion, labels)
    with model.disable_adapter():
        reference, _ = _log_probability(model, prompt + completion, labels)
    return policy - reference


def _log_probability(model, ids, labels) -> tuple[float, int]:
    """Sum over the learned tokens, and their number."""
    targets = torch.tensor(labels[1:], device=model.device)
    learned = targets != -100
    output = model.get_base_model().model(input_ids=torch.tensor([ids], device=model.device))
    hidden = output.last_hidden_state[0, :-1][learned]
    scores = model.get_output_embeddings()(hidden).float().log_softmax(-1)
    return scores.gather(-1, targets[learned, None]).sum().item(), int(learned.sum())


if __name__ == "__main__":
    main()
