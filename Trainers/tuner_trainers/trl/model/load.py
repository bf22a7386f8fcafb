"""Loads a model with transformers."""

from __future__ import annotations

import importlib.util
from typing import Any

from tuner_trainers.errors import TrainerError
from tuner_trainers.model.source import Source
from tuner_trainers.trl.args import max_length
from tuner_trainers.trl.device import why_not_unsloth


def load_model(source: Source, config: dict[str, Any]) -> Any:
    """The base model on its device, with `source.adapter` on it but nothing trainable decided yet."""
    if why_not_unsloth(config, from_adapter=bool(source.adapter)) is None:
        from tuner_trainers.trl.model.unsloth import load_with_unsloth

        return load_with_unsloth(source.base, config, _dtype(config), max_length(config))
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(source.base, **_load_options(config))
    if config["system"]["device"] == "cpu" and getattr(model, "is_quantized", False):
        raise TrainerError("MODEL_UNSUITABLE", f"{source.base} is quantized, which needs CUDA.", "Use its 16-bit form.")
    return model


def _load_options(config: dict[str, Any]) -> dict[str, Any]:
    import torch

    section, on_cuda = config["model"], config["system"]["device"] == "cuda"
    options = {"dtype": _dtype(config), "trust_remote_code": section.get("trust_remote_code", False)}
    if on_cuda:
        options["device_map"] = {"": 0}
        if config["training"].get("packing") and importlib.util.find_spec("flash_attn"):
            # SDPA is as exact, but needs a mask of all pairs of tokens.
            options["attn_implementation"] = "flash_attention_2"
    if on_cuda and section["load_in_4bit"]:
        from transformers import BitsAndBytesConfig

        compute = torch.bfloat16 if config["training"]["bf16"] else torch.float16
        options["quantization_config"] = BitsAndBytesConfig(
            load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_use_double_quant=True, bnb_4bit_compute_dtype=compute
        )
    return options


def _dtype(config: dict[str, Any]) -> Any:
    import torch

    named, training = config["model"]["dtype"], config["training"]
    if named and named != "auto":
        return getattr(torch, named)
    # Weights that are trained themselves stay exact; under an adapter they only need to be read.
    if config["system"]["device"] == "cpu" or training["fine_tune_type"] == "full":
        return torch.float32
    return torch.bfloat16 if training["bf16"] else torch.float16 if training["fp16"] else torch.float32
