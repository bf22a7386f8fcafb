"""Options of the document, for real, with MLX."""

import pytest

from tests.documents import kto_rows, sft_rows
from tests.mlx.documents import document, launch
from tests.recorder import Recorder
from tuner_trainers.data.errors import DataError
from tuner_trainers.mlx.head import Logits
from tuner_trainers.mlx.train import train
from tuner_trainers.requests import Requests

LONG = {"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "red cars " * 200}]}


def go(job):
    recorder = Recorder()
    return train(job, recorder, Requests(job.requests)), recorder


def test_rows_too_long_are_dropped_or_refused_as_the_document_says(tmp_path, model):
    rows = [*sft_rows(4), LONG]
    config = document(model, training__max_steps=1, data__too_long="drop")
    _, recorder = go(launch(tmp_path / "drop", config, rows))
    assert [event["code"] for event in recorder.of("warning")] == ["rows_too_long"]
    with pytest.raises(DataError, match="line 5") as caught:
        go(launch(tmp_path / "error", document(model, data__too_long="error"), rows))
    assert caught.value.code == "DATASET_INVALID"


APO = {"kto__loss_type": "apo_zero_unpaired", "kto__beta": 0.3}


@pytest.mark.parametrize("how", [{}, {"lora__use_dora": True}], ids=["lora", "dora"])
def test_apo_raises_the_margin_without_a_kl_term(tmp_path, model, how, monkeypatch):
    from tuner_trainers.mlx import kto, reference

    judged = []
    for module in (kto, reference):
        counted = lambda *args, judge=module.judge, **how: judged.append(1) or judge(*args, **how)  # noqa: E731
        monkeypatch.setattr(module, "judge", counted)
    config = document(model, **APO, **how, training__num_epochs=4)
    _, recorder = go(launch(tmp_path, config, kto_rows()))
    values = [event["values"] for event in recorder.of("metrics")]
    assert [entry["kl"] for entry in values] == [0] * 16
    assert values[-1]["rewards/margins"] > values[0]["rewards/margins"] + 0.05
    # One for the policy in every step, and one for the reference of each row.
    assert len(judged) == 20


@pytest.mark.parametrize(("loss", "z"), [("apo_zero_unpaired", 0.0), ("kto", 0.25)])
def test_the_loss_is_that_of_the_formula(model, loss, z):
    import math

    import mlx.core as mx
    from mlx_lm.utils import load_model

    from tuner_trainers.mlx.kto import Kto
    from tuner_trainers.mlx.reference import reference_logps

    network, _ = load_model(model)
    rows = [{"prompt_ids": [5, 6], "completion_ids": [7 + n, 9], "KL_completion_ids": [8, 9], "label": n == 0}
            for n in range(2)]  # fmt: skip

    class Beside:
        """Log-ratios of 0.5 for the answers, and of 0.25 for the others."""

        def logps(self, model, batch):
            return tuple(logps - by for logps, by in zip(reference_logps(model, batch), (0.5, 0.25), strict=False))

    objective = Kto(0, {"loss_type": loss, "beta": 2.0, "lambda_d": 3.0, "lambda_u": 0.5}, 16, Beside())
    value, sums = objective.loss(Logits(network), objective.collate(rows))
    sigmoid = lambda x: 1 / (1 + math.exp(-x))  # noqa: E731
    expected = (3.0 * (1 - sigmoid(2 * (0.5 - z))) + 0.5 * (1 - sigmoid(2 * (z - 0.5)))) / 2
    assert value.item() == pytest.approx(expected, rel=1e-4) and mx.abs(sums["kl"] - z).item() < 1e-4


def test_samples_while_it_trains_leave_no_trace(tmp_path, model):
    import mlx.core as mx

    common = {"training__max_steps": 5, "lora__dropout": 0.2, "evaluation__do_sample": True,
              "evaluation__max_new_tokens": 4, "evaluation__sample_prompts": ["Count 3"]}  # fmt: skip
    found = {}
    for every, steps in ((None, [0, 5]), (2, [0, 2, 4, 5]), (0.2, [0, 1, 2, 3, 4, 5])):
        job = launch(tmp_path / str(every), document(model, **common, evaluation__sample_steps=every), sft_rows(24))
        _, recorder = go(job)
        assert [event["step"] for event in recorder.of("sample")] == steps
        found[every] = mx.load(str(job.model / "adapters.safetensors"))
    for every in (2, 0.2):
        assert all(mx.array_equal(value, found[None][name]) for name, value in found[every].items())
