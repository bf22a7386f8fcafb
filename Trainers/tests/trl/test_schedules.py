"""The corpus of learning rates is what transformers computes: `python -m tests.trl.test_schedules` writes it."""

import json
from pathlib import Path

import pytest
import torch
from transformers import TrainingArguments, get_scheduler

CORPUS = Path(__file__).parents[3] / "protocol/corpus/schedules.json"
CASES = {
    "linear": ("linear", {}, 0.1, 0), "linear, no warm-up": ("linear", {}, 0.0, 0), "cosine": ("cosine", {}, 0.0, 3),
    "cosine, one and a half cycles": ("cosine", {"num_cycles": 1.5}, 0.1, 0),
    "cosine with restarts": ("cosine_with_restarts", {"num_cycles": 3}, 0.1, 0),
    "polynomial": ("polynomial", {}, 0.1, 0), "polynomial, squared": ("polynomial", {"power": 2, "lr_end": 1e-5}, 0, 2),
    "constant": ("constant", {}, 0.1, 0), "constant with warm-up": ("constant_with_warmup", {}, 0.25, 0),
    "inverse square root": ("inverse_sqrt", {}, 0.1, 0), "inverse, timescale": ("inverse_sqrt", {"timescale": 5}, 0, 1),
    "cosine with a floor": ("cosine_with_min_lr", {"min_lr": 1e-4}, 0.1, 0),
    "cosine with a relative floor": ("cosine_with_min_lr", {"min_lr_rate": 0.2}, 0.0, 2),
}  # fmt: skip
STEPS = 17


def computed(name):
    kind, extra, ratio, warmup = CASES[name]
    training = {"lr_scheduler_type": kind, "lr_scheduler_kwargs": extra, "learning_rate": 1e-3, "warmup_ratio": ratio,
                "warmup_steps": warmup}  # fmt: skip
    arguments = TrainingArguments(output_dir="unused", warmup_steps=warmup or ratio, use_cpu=True, report_to="none")
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1e-3)
    schedule = get_scheduler(kind, optimizer, arguments.get_warmup_steps(STEPS), STEPS, extra or None)
    rates = []
    for _ in range(STEPS):
        rates.append(schedule.get_last_lr()[0])
        optimizer.step()
        schedule.step()
    return {"name": name, "training": training, "steps": STEPS, "rates": rates}


@pytest.mark.parametrize("name", CASES)
def test_the_corpus_is_what_transformers_computes(name):
    case = next(case for case in json.loads(CORPUS.read_text()) if case["name"] == name)
    expected = computed(name)
    assert case["rates"] == pytest.approx(expected.pop("rates"), rel=1e-12)
    assert expected.items() <= case.items()


if __name__ == "__main__":
    CORPUS.write_text(json.dumps([computed(name) for name in CASES], indent=1) + "\n")
