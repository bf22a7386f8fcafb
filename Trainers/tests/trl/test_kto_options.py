"""KTO's options, for real, on the tiny model."""

import math

import pytest
import torch

from tests.documents import document, kto_rows, launch
from tests.recorder import Recorder, weights
from tuner_trainers.errors import TrainerError
from tuner_trainers.requests import Requests
from tuner_trainers.trl.args import precomputes_reference, remembers_reference
from tuner_trainers.trl.train import train

FAST = {"training__num_train_epochs": 4, "training__learning_rate": 2e-3}


def go(job):
    recorder = Recorder()
    return train(job, recorder, Requests(job.requests)), recorder


def test_apo_has_no_kl_term_and_is_another_loss(tmp_path, cache):
    changes = {"training__num_train_epochs": 4, "training__learning_rate": 2e-3}
    found = {}
    for loss in ("kto", "apo_zero_unpaired"):
        job = launch(tmp_path / loss, cache, document("kto", **changes, training__loss_type=loss), kto_rows())
        _, recorder = go(job)
        values = [event["values"] for event in recorder.of("metrics")]
        found[loss] = weights(job.model), [entry["kl"] for entry in values if "kl" in entry]
        margins = [entry["rewards/margins"] for entry in values if "rewards/margins" in entry]
        assert margins[-1] > margins[0] + 0.05
    assert any(found["kto"][1]) and not any(found["apo_zero_unpaired"][1])
    one, other = found["kto"][0], found["apo_zero_unpaired"][0]
    assert not all(torch.equal(one[name], other[name]) for name in one)


def test_weights_that_do_not_fit_the_labels_are_told(tmp_path, cache):
    rows = [{**row, "label": n % 4 == 0} for n, row in enumerate(kto_rows())]
    _, recorder = go(launch(tmp_path, cache, document("kto", training__max_steps=1), rows))
    [warning] = recorder.of("warning")
    assert warning["code"] == "label_weights" and "training.desirable_weight to 3 to 4" in warning["message"]


@pytest.mark.second
@pytest.mark.parametrize("kind", ["lora", "full"])
def test_kto_s_raises_the_margin_from_the_logarithm_of_two(tmp_path, cache, kind):
    rate = 3e-4 if kind == "full" else 2e-3
    changes = FAST | {"training__fine_tune_type": kind, "training__learning_rate": rate}
    config = document("kto", **changes, training__use_kto_s=True, training__desirable_weight=1.2)
    _, recorder = go(launch(tmp_path, cache, config, kto_rows()))
    values = [event["values"] for event in recorder.of("metrics")]
    # Policy and reference are still the same, and good and bad rows as many.
    assert values[0]["loss"] == pytest.approx(1.1 * math.log(2), rel=1e-3)
    margins = [entry["rewards/margins"] for entry in values if "rewards/margins" in entry]
    assert margins[-1] > margins[0] + 0.05
    assert max(entry.get("kl", 0) for entry in values) > 0


def test_kto_s_is_the_formula_of_the_original():
    from tuner_trainers.trl.trainers.kto_s import kto_s_loss

    ratios = torch.tensor([0.5, -0.25, 0.75, -1.0, 0.25], requires_grad=True)
    good = torch.tensor([True, True, True, False, False])
    loss, divergence = kto_s_loss(ratios, good, 2.0, 3.0, 0.5)
    z = (0.5 - 0.25 + 0.75) / 3
    cost = lambda margin: math.log(1 + math.exp(-2.0 * margin))  # noqa: E731
    # The mean of the bad ones is below 0, so their z is 0.
    expected = 3.0 * (cost(0.5 + z) + cost(-0.25 - z) + cost(0.75 + z)) + 0.5 * (cost(1.0) + cost(-0.25))
    assert loss.item() == pytest.approx(expected / 5, rel=1e-5)
    assert divergence.item() == pytest.approx(3 * z / 5, rel=1e-5)
    loss.backward()
    # No gradient flows through z: that of a row depends on its own margin only.
    slope = -3.0 * 2.0 / (1 + math.exp(2.0 * (0.5 + z))) / 5
    assert ratios.grad[0].item() == pytest.approx(slope, rel=1e-5)


def test_the_second_stage_holds_from_its_step_on(tmp_path, cache):
    rates = {}
    for staged in (False, True):
        stage = {"use_two_stage_lr": staged, "lr_reduction_step": 3, "lr_reduction_factor": 0.25}
        changes = {f"training__{key}": value for key, value in stage.items()}
        config = document("kto", **changes, training__max_steps=6, training__lr_scheduler_type="cosine")
        _, recorder = go(launch(tmp_path / str(staged), cache, config, kto_rows()))
        rates[staged] = [event["values"]["learning_rate"] for event in recorder.of("metrics")
                         if "learning_rate" in event["values"]]  # fmt: skip
    factors = [low / plain for low, plain in zip(rates[True], rates[False], strict=True) if plain]
    assert factors == pytest.approx([1, 1, 1, 0.25, 0.25, 0.25], rel=1e-9)


def test_what_kto_cannot_be_combined_with_is_refused_by_name(tmp_path, cache):
    changes = {"training__use_kto_s": True, "training__loss_type": "apo_zero_unpaired"}
    with pytest.raises(TrainerError, match="loss_type") as caught:
        go(launch(tmp_path, cache, document("kto", **changes), kto_rows()))
    assert caught.value.code == "CONFIG_CONFLICT"


@pytest.mark.parametrize("how", [{}, {"training__fine_tune_type": "full", "training__learning_rate": 3e-4},
                                 {"training__use_kto_s": True}], ids=["lora", "full", "kto-s"])  # fmt: skip
def test_a_reference_computed_before_gives_the_same_weights(tmp_path, cache, how, monkeypatch):
    from trl import KTOTrainer

    looked = []
    original = KTOTrainer.compute_ref_log_probs
    monkeypatch.setattr(KTOTrainer, "compute_ref_log_probs", lambda *args: looked.append(1) or original(*args))
    found = {}
    for before in (False, True):
        config = document("kto", **FAST | how, training__precompute_ref_log_probs=before)
        job = launch(tmp_path / str(before), cache, config, kto_rows())
        go(job)
        found[before] = weights(job.model)
        assert len(looked) == (4 if before else 0)
    for name, value in found[True].items():
        assert torch.allclose(value, found[False][name], atol=1e-5), name


def test_auto_computes_the_reference_before_only_where_a_second_model_would_be_needed():
    def decides(**changes):
        training = document("kto", **changes)["training"]
        return precomputes_reference(training), remembers_reference(training)

    assert decides() == (False, True)
    assert decides(training__fine_tune_type="full") == (True, False)
    assert decides(training__fine_tune_type="full", training__precompute_ref_log_probs=False) == (False, False)
    assert decides(training__precompute_ref_log_probs=True) == (True, False)


@pytest.mark.parametrize("how", [{}, {"training__use_kto_s": True}], ids=["kto", "kto-s"])
def test_a_remembered_reference_gives_the_same_weights_and_serves_the_next_run(tmp_path, how, monkeypatch):
    from trl import KTOTrainer

    looked, found = [], {}
    original = KTOTrainer.compute_ref_log_probs
    monkeypatch.setattr(KTOTrainer, "compute_ref_log_probs", lambda *args: looked.append(1) or original(*args))
    rows = [{**row, "messages": [{"role": "user", "content": "Count " * n}, row["messages"][1]]}
            for n, row in enumerate(kto_rows(), 1)]  # fmt: skip
    for name, kept, expected in [("never", False, 0), ("first", "auto", 4), ("second", "auto", 0)]:
        looked.clear()
        config = document("kto", **FAST | how, training__precompute_ref_log_probs=kept)
        job = launch(tmp_path / name, tmp_path / "cache", config, rows)
        go(job)
        found[name] = weights(job.model)
        assert len(looked) == expected, name
    assert all(torch.equal(value, found["first"][name]) for name, value in found["second"].items())
    assert all(torch.allclose(value, found["never"][name], atol=1e-5) for name, value in found["first"].items())


def test_a_stop_is_heard_while_the_reference_is_computed(tmp_path, cache):
    config = document("kto", training__precompute_ref_log_probs=True)
    job = launch(tmp_path, cache, config, kto_rows())
    stop = Recorder(lambda event: event.get("name") == "model_loaded" and (job.requests / "stop.json").touch())
    outcome = train(job, stop, Requests(job.requests))
    assert (outcome.kind, outcome.step, outcome.saved) == ("stopped", 0, False)
    assert "training" not in [event["name"] for event in stop.of("phase")]
