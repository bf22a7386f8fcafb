"""Modules that are trained in full beside an adapter, and saved with it."""

from __future__ import annotations

from typing import Any

from tuner_trainers.errors import config_error

KEY = "lora.modules_to_save"


def check_saved_modules(model: Any, section: dict[str, Any]) -> list[str] | None:
    """The names under `modules_to_save`, as PEFT takes them.

    Raises TrainerError when one is in no place of the model (PEFT would pass it over), or gets an adapter as well.
    """
    names = section["modules_to_save"]
    if not names:
        return None
    found = {path.rsplit(".", 1)[-1]: module for path, module in model.named_modules() if path}
    for name in names:
        if name not in found:
            known = ", ".join(sorted(key for key in found if not key.isdigit()))
            raise config_error(f"{KEY}: the model has no module {name}.", f"There is: {known}.", key=KEY)
        if _gets_adapter(model, found[name], name, section["target_modules"]):
            message = f"{KEY}: {name} gets an adapter already (lora.target_modules), and cannot be trained in full too."
            raise config_error(message, "Name it in one of the two.", "CONFIG_CONFLICT", key=KEY)
    return list(names)


def _gets_adapter(model: Any, module: Any, name: str, targets: str | list[str]) -> bool:
    import torch

    if targets != "all-linear":
        return name in targets
    # What PEFT takes all-linear for: the head stays as it is.
    return isinstance(module, torch.nn.Linear) and module is not model.get_output_embeddings()
