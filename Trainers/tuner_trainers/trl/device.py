"""Everything that depends on the device: what is replaced on a CPU, what must be there on a GPU."""

from __future__ import annotations

import copy
import ctypes
import importlib
import importlib.util
import os
import sys
import tempfile
from typing import Any

from tuner_trainers.adapted import Adapted, Replacement, as_adapted
from tuner_trainers.errors import TrainerError
from tuner_trainers.model.names import require_16_bit


def adapt(config: dict[str, Any]) -> Adapted:
    """The configuration as its own device can train it. Raises TrainerError when that device cannot."""
    if config["system"]["device"] == "cpu":
        keep_freed_memory()
        return as_adapted(*adapt_to_cpu(config))
    limit_to_one_gpu()
    return as_adapted(*adapt_to_cuda(config))


def adapt_to_cpu(config: dict[str, Any]) -> tuple[dict[str, Any], list[Replacement]]:
    """The configuration as a CPU can train it, and what was replaced; what a CPU cannot do at all is an error."""
    adapted = copy.deepcopy(config)
    model, lora, training = adapted["model"], adapted.get("lora") or {}, adapted["training"]
    require_16_bit(model["model_name"], "on a CPU")
    done: list[Replacement] = []

    def replace(section: dict[str, Any], key: str, value: Any, code: str, message: str) -> None:
        section[key] = value
        done.append(Replacement(code, key, message))

    if model.get("load_in_4bit"):
        replace(model, "load_in_4bit", False, "cpu_no_4bit", "4-bit loading needs CUDA: the weights are not quantized.")
    if model.get("dtype") in ("float16", "bfloat16"):
        replace(model, "dtype", "float32", "cpu_float32", f"model.dtype {model['dtype']} is float32 on a CPU.")
    if _is_8bit(training.get("optim")):
        message = f"optim {training['optim']} needs CUDA: adamw_torch_fused is used, the same steps with exact moments."
        replace(training, "optim", "adamw_torch_fused", "cpu_optimizer", message)
    for key in ("bf16", "fp16"):
        if training.get(key):
            replace(training, key, False, f"cpu_no_{key}", f"{key} pays on GPUs only: float32 is used on a CPU.")
    if training.get("gradient_checkpointing") or lora.get("use_gradient_checkpointing"):
        message = "Gradient checkpointing saves GPU memory; on a CPU it would only cost time, so it is off."
        lora["use_gradient_checkpointing"] = False
        replace(training, "gradient_checkpointing", False, "cpu_no_checkpointing", message)
    if training.get("dataloader_pin_memory"):
        message = "Pinned memory is for copies to a GPU: it is off on a CPU."
        replace(training, "dataloader_pin_memory", False, "cpu_no_pin_memory", message)
    return adapted, done


def _is_8bit(optimizer: Any) -> bool:
    return isinstance(optimizer, str) and any(word in optimizer for word in ("8bit", "paged_", "bnb"))


def adapt_to_cuda(config: dict[str, Any]) -> tuple[dict[str, Any], list[Replacement]]:
    """The configuration as this GPU can train it. Raises TrainerError when there is no usable GPU."""
    import torch

    if not torch.cuda.is_available():
        message = "The configuration asks for CUDA, but PyTorch finds no usable NVIDIA GPU."
        hint = "Install a CUDA build of PyTorch and NVIDIA's driver, or train on the CPU with device: 'cpu'."
        raise TrainerError("GPU_NOT_FOUND", message, hint, {"torch": torch.__version__})
    adapted = copy.deepcopy(config)
    done: list[Replacement] = []
    training = adapted["training"]
    if training.get("bf16") and not torch.cuda.is_bf16_supported(including_emulation=False):
        training.update(bf16=False, fp16=True)
        done.append(Replacement("gpu_no_bf16", "bf16", "This GPU has no bfloat16: fp16 is used."))
    problem = _import_unsloth() if why_not_unsloth(adapted) is None else None
    if problem:
        done.append(Replacement("unsloth_failed", "lora", f"transformers and PEFT train instead of Unsloth: {problem}"))
    if (adapted.get("lora") or {}).get("use_gradient_checkpointing") == "unsloth" and why_not_unsloth(adapted):
        adapted["lora"]["use_gradient_checkpointing"] = True
        done.append(Replacement("no_unsloth", "use_gradient_checkpointing", "Standard gradient checkpointing is used."))
    return adapted, done


_unsloth_problem = ""


def why_not_unsloth(config: dict[str, Any], *, from_adapter: bool = False) -> str | None:
    """Why transformers and PEFT train this, and not Unsloth; None when Unsloth does."""
    training, lora = config["training"], config.get("lora") or {}
    if config["system"]["device"] != "cuda":
        return "it needs CUDA"
    if not all(importlib.util.find_spec(name) for name in ("unsloth", "unsloth_zoo")):
        return "it is not installed"
    if os.environ.get("TUNER_UNSLOTH") == "0":
        return "TUNER_UNSLOTH is 0"
    # Its own trainers replace TRL's, and are followed here only where rows are plain token ids.
    if "beta" in training or training["fine_tune_type"] != "lora" or lora["use_dora"] or lora["modules_to_save"]:
        return "it is used for SFT with LoRA, without DoRA and modules_to_save"
    if from_adapter:
        return "the training goes on from an adapter"
    return _unsloth_problem or None


def _import_unsloth() -> str:
    """Imports Unsloth, which must come before transformers; gives what is wrong when that fails."""
    global _unsloth_problem
    os.environ.setdefault("UNSLOTH_DISABLE_STATISTICS", "1")
    # It writes code beside the working directory otherwise, where the trainers are.
    os.environ.setdefault("UNSLOTH_COMPILE_LOCATION", os.path.join(tempfile.gettempdir(), "unsloth_compiled_cache"))
    try:
        importlib.import_module("unsloth")
    except Exception as error:  # without an accelerator that it knows it raises NotImplementedError
        _unsloth_problem = f"it cannot be imported ({type(error).__name__}: {error})"
    return _unsloth_problem


def keep_freed_memory() -> None:
    """Lets glibc keep what a step frees for the next one: giving pages back and asking anew took a tenth of a step."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt:
        # By the numbers of malloc.h: M_MMAP_THRESHOLD, at the most it may be, and M_TRIM_THRESHOLD.
        mallopt(-3, 32 << 20)
        mallopt(-1, 1 << 30)


def limit_to_one_gpu() -> None:
    """Leaves this process the first visible GPU: one process trains on one. Call before torch is imported."""
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    os.environ["CUDA_VISIBLE_DEVICES"] = "0" if visible is None else visible.split(",")[0]


def checkpointing(config: dict[str, Any]) -> bool:
    """Whether activations are computed again instead of kept; under LoRA, either key switches it on."""
    wanted = bool(config["training"]["gradient_checkpointing"])
    if config["training"]["fine_tune_type"] == "full":
        return wanted
    return wanted or bool(config["lora"]["use_gradient_checkpointing"])
