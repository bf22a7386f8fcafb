"""Loads model and tokenizer, ready to be trained."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tuner_trainers.errors import TrainerError
from tuner_trainers.launch import Launch

TINY = "builtin:tiny"
_PAD_CANDIDATES = ("<|finetune_right_pad_id|>", "<|pad|>", "<pad>", "[PAD]", "<|endoftext|>", "<unk>")


@dataclass(frozen=True)
class Source:
    """Where weights come from: a base model (id or folder), and an adapter folder to put on it."""

    base: str
    adapter: Path | None = None


def find_source(launch: Launch) -> Source:
    """Resolves `model_name` and `startFrom`; builds the tiny model when it is asked for."""
    name = launch.config["model"]["model_name"]
    if name == TINY:
        from tuner_trainers.tiny_model import cache

        name = str(cache.ensure_tiny_model(launch.cache, launch.config["seed"]))
    start = launch.start_from or (Path(name) if Path(name).is_dir() else None)
    if start is None:
        return Source(name)
    if not start.is_dir():
        raise TrainerError("MODEL_NOT_FOUND", f"There is no folder {start} to start from.")
    if not (start / "adapter_config.json").is_file():
        return Source(str(start))
    return Source(_base_of(start) if str(start) == name else name, start)


def _base_of(adapter: Path) -> str:
    base = json.loads((adapter / "adapter_config.json").read_text(encoding="utf-8")).get("base_model_name_or_path")
    if not base:
        raise TrainerError("MODEL_NOT_FOUND", f"The adapter {adapter} does not say which model it belongs to.")
    return base


def load_tokenizer(source: Source, config: dict[str, Any]) -> Any:
    """The tokenizer of the adapter's folder or else of the model, with a padding token and the named template."""
    from transformers import AutoTokenizer

    from tuner_trainers.data.named_templates import NAMED_TEMPLATES

    adapter_has = source.adapter and (source.adapter / "tokenizer_config.json").is_file()
    trust = config["model"].get("trust_remote_code", False)
    tokenizer = AutoTokenizer.from_pretrained(source.adapter if adapter_has else source.base, trust_remote_code=trust)
    named = config["dataset"].get("chat_template")
    if tokenizer.chat_template is None and named in NAMED_TEMPLATES:
        tokenizer.chat_template = NAMED_TEMPLATES[named]
    set_pad_token(tokenizer)
    return tokenizer


def set_pad_token(tokenizer: Any) -> None:
    """Gives the tokenizer a padding token that does not end a text, without growing the vocabulary, if it has one."""
    if tokenizer.pad_token_id is not None and tokenizer.pad_token_id != tokenizer.eos_token_id:
        return
    vocabulary = tokenizer.get_vocab()
    usable = (name for name in _PAD_CANDIDATES if name in vocabulary and name != tokenizer.eos_token)
    tokenizer.pad_token = next(usable, tokenizer.eos_token)


def load_model(source: Source, config: dict[str, Any]) -> Any:
    """The base model on its device, with `source.adapter` on it but nothing trainable decided yet."""
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
