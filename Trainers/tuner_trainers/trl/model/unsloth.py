"""A model with Unsloth's kernels: the same adapter as PEFT's, computed faster."""

from __future__ import annotations

from typing import Any

from tuner_trainers.trl.device import checkpointing
from tuner_trainers.trl.model.lora_options import lora_options


def load_with_unsloth(name: str, config: dict[str, Any], dtype: Any, max_length: int) -> Any:
    """The base model `name` on its GPU, nothing trainable decided yet."""
    from unsloth import FastLanguageModel

    section = config["model"]
    model, _ = FastLanguageModel.from_pretrained(
        model_name=name,
        max_seq_length=max_length,
        dtype=dtype,
        load_in_4bit=section["load_in_4bit"],
        device_map={"": 0},
        # The model that is named, not one of its own in other precision.
        use_exact_model_name=True,
        trust_remote_code=section.get("trust_remote_code", False),
        use_gradient_checkpointing=_checkpointing(config),
    )
    return model


def add_adapter(model: Any, config: dict[str, Any]) -> Any:
    """The model with a new adapter."""
    from unsloth import FastLanguageModel

    section = config["lora"]
    return FastLanguageModel.get_peft_model(
        model,
        **lora_options(section),
        random_state=section.get("random_state", config["seed"]),
        use_gradient_checkpointing=_checkpointing(config),
    )


def _checkpointing(config: dict[str, Any]) -> Any:
    named = config["lora"]["use_gradient_checkpointing"]
    return named if named == "unsloth" else checkpointing(config)
