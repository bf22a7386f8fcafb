"""Options of the documents, for real, on the tiny model."""

import re

import pytest
import torch

from tests.documents import document, kto_rows, launch, sft_rows
from tests.recorder import Recorder, weights
from tuner_trainers.data.errors import DataError
from tuner_trainers.errors import TrainerError
from tuner_trainers.requests import Requests
from tuner_trainers.trl.train import train

FAST = {"training__num_train_epochs": 4, "training__learning_rate": 2e-3}
LONG = {"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "red cars " * 200}]}


def go(job):
    recorder = Recorder()
    return train(job, recorder, Requests(job.requests)), recorder

def test_rows_too_long_are_dropped_or_refused_as_the_document_says(tmp_path, cache):
    rows = [*sft_rows(4), LONG]
    config = document("sft", training__max_steps=1, dataset__too_long="drop")
    _, recorder = go(launch(tmp_path / "drop", cache, config, rows))
    assert [event["code"] for event in recorder.of("warning")] == ["rows_too_long"]
    with pytest.raises(DataError, match="line 5") as caught:
        go(launch(tmp_path / "error", cache, document("sft", dataset__too_long="error"), rows))
    assert caught.value.code == "DATASET_INVALID"


@pytest.mark.parametrize("method", ["sft", "kto"])
def test_samples_while_it_trains_leave_no_trace(tmp_path, cache, method):
    rows = sft_rows if method == "sft" else kto_rows
    common = {"training__max_steps": 5, "lora__lora_dropout": 0.2, "training__per_device_train_batch_size": 2,
              "training__gradient_accumulation_steps": 2}  # fmt: skip
    found = {}
    for every, steps in ((None, [0, 5]), (2, [0, 2, 4, 5]), (0.2, [0, 1, 2, 3, 4, 5])):
        prompts = {"evaluation__sample_prompts": ["Count 3"], "evaluation__sample_steps": every}
        job = launch(tmp_path / str(every), cache, document(method, **common, **prompts), rows())
        _, recorder = go(job)
        assert [event["step"] for event in recorder.of("sample")] == steps
        found[every] = weights(job.model)
    for every in (2, 0.2):
        assert all(torch.equal(value, found[None][name]) for name, value in found[every].items())


MODULES = ["embed_tokens", "lm_head"]


@pytest.mark.parametrize("method", ["sft", "kto"])
def test_whole_modules_are_trained_and_saved_beside_the_adapter(tmp_path, cache, method):
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    rows = sft_rows() if method == "sft" else kto_rows()
    job = launch(tmp_path, cache, document(method, **FAST, lora__modules_to_save=MODULES), rows)
    _, recorder = go(job)
    values = [event["values"] for event in recorder.of("metrics")]
    if method == "kto":
        margins = [entry["rewards/margins"] for entry in values if "rewards/margins" in entry]
        # The reference still has the modules as they were.
        assert abs(margins[0]) < 1e-4 and margins[-1] > 0.05
    base = next(cache.rglob("model.safetensors")).parent
    plain = AutoModelForCausalLM.from_pretrained(base)
    head = plain.get_output_embeddings().weight.detach().clone()
    table = plain.get_input_embeddings().weight.detach().clone()
    loaded = PeftModel.from_pretrained(plain, str(job.model))
    for name, before, found in (("lm_head", head, loaded.base_model.model.get_output_embeddings()),
                                ("embed_tokens", table, loaded.base_model.model.get_input_embeddings())):  # fmt: skip
        [saved] = [value for key, value in weights(job.model).items() if name in key]
        assert torch.equal(found.weight.float(), saved.float()) and not torch.allclose(saved.float(), before.float())


@pytest.mark.parametrize(("names", "code", "word"), [
    (["lm_haed"], "CONFIG_INVALID", "embed_tokens, .*lm_head"), (["q_proj"], "CONFIG_CONFLICT", "one of the two"),
])  # fmt: skip
def test_modules_that_cannot_be_are_named(tmp_path, cache, names, code, word):
    with pytest.raises(TrainerError, match=names[0]) as caught:
        go(launch(tmp_path, cache, document("sft", lora__modules_to_save=names), sft_rows()))
    assert caught.value.code == code and re.search(word, caught.value.hint)
