"""Configuration, device, arguments, errors: decided without any training."""

import errno

import pytest
import torch

from tests.documents import document, launch, sft_rows
from tuner_trainers.config.resolve import resolve
from tuner_trainers.config.yaml_file import parse_scalar, read_yaml
from tuner_trainers.errors import TrainerError, classify
from tuner_trainers.trl.args import build_arguments
from tuner_trainers.trl.device import adapt, checkpointing


@pytest.mark.parametrize(("text", "value"), [
    ("2e-4", 2e-4), ("1e6", 1e6), ("017", 17), ("no", "no"), ("on", "on"), ("12:30", "12:30"), ("true", True),
    ("null", None), ("", None), ("1.5", 1.5), ("2024-01-01", "2024-01-01"), ("[a, 1]", ["a", 1]),
])  # fmt: skip
def test_scalars_are_those_of_yaml_1_2(text, value):
    assert parse_scalar(text) == value and type(parse_scalar(text)) is type(value)


def test_a_key_that_stands_twice_is_an_error_with_its_place(tmp_path):
    (tmp_path / "c.yaml").write_text("seed: 1\nseed: 2\n")
    with pytest.raises(TrainerError, match="seed stands twice(.|\n)*line 2"):
        read_yaml(tmp_path / "c.yaml")


def config_file(tmp_path, text):
    path = tmp_path / "config.yaml"
    path.write_text("model:\n  model_name: builtin:tiny\nseed: 3\n" + text)
    return path


def test_the_command_line_wins_and_defaults_fill_the_rest(tmp_path):
    path = config_file(tmp_path, "training:\n  learning_rate: 2e-4\n  max_steps: 5\n")
    found = resolve("sft", path, ["training.max_steps=7"], {"system.device": "cpu", "training.output_dir": None})
    assert (found["training"]["learning_rate"], found["training"]["max_steps"]) == (2e-4, 7)
    assert found["system"]["device"] == "cpu" and found["lora"]["r"] == 32 and found["seed"] == 3


def test_an_unknown_key_is_named_with_the_nearest(tmp_path):
    path = config_file(tmp_path, "training:\n  lerning_rate: 1\n")
    with pytest.raises(TrainerError, match="unknown key training.lerning_rate") as caught:
        resolve("sft", path, [], {})
    assert caught.value.exit_code == 2 and caught.value.hint == "Did you mean learning_rate?"


def test_a_wrong_value_is_named_with_its_path(tmp_path):
    with pytest.raises(TrainerError, match="training.max_steps"):
        resolve("kto", config_file(tmp_path, ""), ["training.max_steps=many"], {})


def test_on_the_cpu_what_needs_cuda_is_replaced_and_said():
    config = document("sft", model__load_in_4bit=True, model__dtype="bfloat16", training__bf16=True,
                      training__optim="adamw_8bit", training__dataloader_pin_memory=True,
                      lora__use_gradient_checkpointing="unsloth")  # fmt: skip
    adapted = adapt(config)
    keys = [warning["details"]["key"] for warning in adapted.warnings]
    assert sorted(keys) == ["bf16", "dataloader_pin_memory", "dtype", "gradient_checkpointing", "load_in_4bit", "optim"]
    assert not checkpointing(adapted.config)
    assert adapted.config["training"]["optim"] == "adamw_torch_fused"
    assert adapted.config["model"]["load_in_4bit"] is False
    assert config["training"]["optim"] == "adamw_8bit"


def test_what_fits_is_left_alone():
    assert adapt(document("sft")).warnings == []


def test_four_bit_weights_on_the_cpu_are_refused_with_the_plain_model():
    with pytest.raises(TrainerError) as caught:
        adapt(document("sft", model__model_name="unsloth/mistral-7b-instruct-v0.3-bnb-4bit"))
    assert caught.value.code == "MODEL_UNSUITABLE" and caught.value.hint.endswith(": unsloth/mistral-7b-instruct-v0.3")


def test_cuda_without_a_gpu_is_refused(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(TrainerError) as caught:
        adapt(document("sft", system__device="cuda"))
    assert caught.value.code == "GPU_NOT_FOUND" and "cpu" in caught.value.hint and caught.value.exit_code == 4


def test_a_gpu_without_bf16_trains_in_fp16(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda **_: False)
    config = document("sft", system__device="cuda", training__bf16=True)
    training = adapt(config).config["training"]
    assert (training["bf16"], training["fp16"]) == (False, True)


def test_either_key_switches_checkpointing_on_under_lora():
    assert not checkpointing(document("sft"))
    assert checkpointing(document("sft", lora__use_gradient_checkpointing=True))
    assert checkpointing(document("sft", training__gradient_checkpointing=True))


def test_arguments_carry_the_configuration(tmp_path, cache):
    from trl import KTOConfig, SFTConfig

    changes = {"training__warmup_ratio": 0.25, "training__weight_decay": 0.1, "dataset__num_proc": 3}
    job = launch(tmp_path, cache, document("sft", **changes, training__eval_strategy="steps"), sft_rows(1))
    args = build_arguments(SFTConfig, job, evaluates=False, resumes=False)
    assert (args.warmup_steps, args.weight_decay, args.dataset_num_proc, args.max_length) == (0.25, 0.1, 3, 128)
    assert args.bf16 is False and args.use_cpu and args.eval_strategy == "no" and args.report_to == []
    job = launch(tmp_path, cache, document("kto", training__desirable_weight=0.7), sft_rows(1))
    args = build_arguments(KTOConfig, job, evaluates=True, resumes=False)
    assert (args.beta, args.desirable_weight) == (0.3, 0.7)


@pytest.mark.parametrize(("error", "code", "exit_code"), [
    (MemoryError("x"), "OUT_OF_MEMORY", 5),
    (RuntimeError("CUDA error: out of memory"), "OUT_OF_MEMORY", 5),
    (OSError(errno.ENOSPC, "No space left on device"), "DISK_FULL", 6),
    (ModuleNotFoundError("No module named 'wandb'", name="wandb"), "PACKAGE_MISSING", 4),
    (OSError("nowhere/model is not a local folder and is not a valid model identifier"), "MODEL_NOT_FOUND", 4),
    (TrainerError("CHECKPOINT_INVALID", "x"), "CHECKPOINT_INVALID", 8),
    (KeyError("x"), "TRAINER_FAILED", 1),
])  # fmt: skip
def test_exceptions_become_codes(error, code, exit_code):
    found = classify(error)
    assert (found.code, found.exit_code, found.to_json()["code"]) == (code, exit_code, code)
