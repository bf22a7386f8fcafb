"""Decides what is trained: every weight, a new adapter, or one that exists."""

from __future__ import annotations

from typing import Any

from tuner_trainers.errors import TrainerError
from tuner_trainers.model.source import Source
from tuner_trainers.trl.device import checkpointing, why_not_unsloth
from tuner_trainers.trl.model.lora_options import lora_options
from tuner_trainers.trl.model.saved_modules import check_saved_modules


def make_trainable(model: Any, source: Source, config: dict[str, Any]) -> Any:
    """The model with its trainable weights; an existing adapter is merged first when everything is trained."""
    if config["training"]["fine_tune_type"] == "full":
        return _full(model, source, config)
    if why_not_unsloth(config, from_adapter=bool(source.adapter)) is None:
        from tuner_trainers.trl.model.unsloth import add_adapter

        return add_adapter(model, config)
    if getattr(model, "is_quantized", False):
        from peft import prepare_model_for_kbit_training

        model = prepare_model_for_kbit_training(model, use_gradient_checkpointing=checkpointing(config))
    if source.adapter:
        from peft import PeftModel

        return PeftModel.from_pretrained(model, str(source.adapter), is_trainable=True)
    return _new_adapter(model, config)


def _full(model: Any, source: Source, config: dict[str, Any]) -> Any:
    if getattr(model, "is_quantized", False):
        message = "A model with 4-bit weights cannot be trained in full."
        raise TrainerError("CONFIG_CONFLICT", message, "Set model.load_in_4bit to false or fine_tune_type to lora.")
    if source.adapter:
        from peft import PeftModel

        model = PeftModel.from_pretrained(model, str(source.adapter)).merge_and_unload()
    return model.requires_grad_(True)


def _new_adapter(model: Any, config: dict[str, Any]) -> Any:
    from peft import LoraConfig, get_peft_model
    from transformers import set_seed

    section = config["lora"]
    set_seed(section.get("random_state", config["seed"]))
    lora = LoraConfig(
        task_type="CAUSAL_LM",
        **lora_options(section),
        use_dora=section["use_dora"],
        modules_to_save=check_saved_modules(model, section),
    )
    adapted = get_peft_model(model, lora)
    set_seed(config["seed"])
    return adapted
