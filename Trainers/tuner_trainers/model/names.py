"""What a model's name tells about its weights."""

from __future__ import annotations

from tuner_trainers.errors import TrainerError


def require_16_bit(name: str, place: str) -> None:
    """Raises TrainerError MODEL_UNSUITABLE for the id of weights that were stored quantized for CUDA.

    `place` says where they cannot be loaded, such as "on a CPU".
    """
    lowered = name.rstrip("/\\").lower()
    for ending in ("-unsloth-bnb-4bit", "-bnb-4bit"):
        if lowered.endswith(ending):
            other = name.rstrip("/\\")[: -len(ending)]
            message = f"The model {name} is stored in 4 bits for CUDA and cannot be loaded {place}."
            details = {"model": name, "use": other}
            raise TrainerError("MODEL_UNSUITABLE", message, f"Use the 16-bit model: {other}", details)
