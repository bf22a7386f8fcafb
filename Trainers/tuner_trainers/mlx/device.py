"""Everything that depends on the device: Metal, or a CPU for small models."""

from __future__ import annotations

import copy
import os
import platform
from typing import Any

from tuner_trainers.adapted import Adapted, Replacement, as_adapted
from tuner_trainers.errors import TrainerError
from tuner_trainers.model.names import require_16_bit
from tuner_trainers.reporting.memory import resident_bytes

GIBIBYTE = 2**30


def adapt(config: dict[str, Any]) -> Adapted:
    """The configuration as its own device can train it; MLX uses that device from now on.

    Raises TrainerError when the device is not there.
    """
    require_16_bit(config["model"]["name"], "by MLX")
    on_cpu = config["system"]["device"] == "cpu"
    if on_cpu:
        # Read when MLX is imported: on a CPU it would compile kernels with a C++ compiler, for no gain.
        os.environ.setdefault("MLX_DISABLE_COMPILE", "1")
    _use_device(on_cpu, config["system"]["memory_limit_gb"])
    return as_adapted(*(_adapt_to_cpu(config) if on_cpu else (config, [])))


def _use_device(on_cpu: bool, limit_gb: float | None) -> None:
    import mlx.core as mx

    if not on_cpu and not mx.metal.is_available():
        machine = f"{platform.system()} {platform.machine()}"
        message = f"The configuration asks for Metal, but MLX finds none: this is {machine}."
        hint = "Train on a Mac with Apple silicon, or on the CPU with device: 'cpu' for tests and small models."
        raise TrainerError("GPU_NOT_FOUND", message, hint, {"machine": machine})
    mx.set_default_device(mx.cpu if on_cpu else mx.gpu)
    if limit_gb is not None:
        mx.set_memory_limit(int(limit_gb * GIBIBYTE))


def _adapt_to_cpu(config: dict[str, Any]) -> tuple[dict[str, Any], list[Replacement]]:
    adapted = copy.deepcopy(config)
    model, training = adapted["model"], adapted["training"]
    done = []
    if model["dtype"] in ("float16", "bfloat16"):
        done.append(Replacement("cpu_float32", "dtype", f"model.dtype {model['dtype']} is float32 on a CPU."))
        model["dtype"] = "float32"
    if training["gradient_checkpointing"]:
        message = "Gradient checkpointing saves GPU memory; on a CPU it would only cost time, so it is off."
        done.append(Replacement("cpu_no_checkpointing", "gradient_checkpointing", message))
        training["gradient_checkpointing"] = False
    return adapted, done


def memory_of(device: str) -> tuple[int | None, int | None]:
    """Memory in use and its peak, in bytes: MLX's own on Metal, else resident memory."""
    if device == "cpu":
        return resident_bytes()
    import mlx.core as mx

    return mx.get_active_memory(), mx.get_peak_memory()
