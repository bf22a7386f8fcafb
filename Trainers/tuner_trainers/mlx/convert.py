"""Adapters between mlx-lm's form and PEFT's: `python -m tuner_trainers.mlx.convert --to peft|mlx SOURCE TARGET`.

The matrices are transposed, `lora_alpha = scale * rank`, and DoRA's magnitudes keep their values.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import mlx.core as mx

from tuner_trainers.errors import TrainerError
from tuner_trainers.mlx.adapter_files import CONFIG, WEIGHTS, Adapter, read_adapter, write_adapter_config
from tuner_trainers.model.save import save_folder
from tuner_trainers.model.source import read_adapter_config

PEFT_WEIGHTS = "adapter_model.safetensors"
_PREFIX = "base_model.model."
# The last part of a tensor's name, in mlx-lm's form and in PEFT's.
_PARTS = {"lora_a": "lora_A.weight", "lora_b": "lora_B.weight", "m": "lora_magnitude_vector"}
_BLOCK = re.compile(r"(?:^|\.)layers\.(\d+)\.(.+)$")

Weights = dict[str, mx.array]


def to_peft(source: Path, target: Path) -> None:
    """Writes mlx-lm's adapter in `source` as PEFT's into `target`. Raises TrainerError."""
    adapter = read_adapter(source)
    weights, layers = {}, set()
    for name, value in _load(source / WEIGHTS).items():
        layer, part = name.rsplit(".", 1)
        layers.add(layer)
        weights[f"{_PREFIX}{layer}.{_PARTS[part]}"] = _turn(value)
    rank, scale = adapter.parameters["rank"], adapter.parameters["scale"]
    config = {
        "peft_type": "LORA", "task_type": "CAUSAL_LM", "base_model_name_or_path": adapter.base, "inference_mode": True,
        "r": rank, "lora_alpha": scale * rank, "lora_dropout": adapter.parameters["dropout"], "bias": "none",
        "use_dora": adapter.fine_tune_type == "dora", "use_rslora": False, "target_modules": sorted(layers),
    }  # fmt: skip
    save_folder(target, lambda folder: _write(source, folder, PEFT_WEIGHTS, weights, lambda: _dump(folder, config)))


def to_mlx(source: Path, target: Path) -> None:
    """Writes PEFT's adapter in `source` as mlx-lm's into `target`. Raises TrainerError for what mlx-lm cannot hold."""
    config = read_adapter_config(source)
    _require_plain(config, source)
    endings = {ending: part for part, ending in _PARTS.items()}
    weights, blocks, keys = {}, set(), set()
    for name, value in _load(source / PEFT_WEIGHTS).items():
        layer, part = _split(name.removeprefix(_PREFIX), endings, source)
        block = _BLOCK.search(layer)
        if block is None:
            raise _unsuitable(source, f"it changes {layer}, which lies in none of the model's blocks")
        blocks.add(int(block[1]))
        keys.add(block[2])
        weights[f"{layer}.{part}"] = _turn(value)
    if len(weights) % (len(blocks) * len(keys)):
        raise _unsuitable(source, "it does not change the same layers in every block")
    rank, alpha = config["r"], config["lora_alpha"]
    scale = alpha / (math.sqrt(rank) if config.get("use_rslora") else rank)
    parameters = {"rank": rank, "scale": scale, "dropout": config.get("lora_dropout", 0.0), "keys": sorted(keys)}
    kind = "dora" if config.get("use_dora") else "lora"
    adapter = Adapter(config.get("base_model_name_or_path") or "", kind, len(blocks), parameters)
    save_folder(
        target, lambda folder: _write(source, folder, WEIGHTS, weights, lambda: write_adapter_config(adapter, folder))
    )


def _split(name: str, endings: dict[str, str], source: Path) -> tuple[str, str]:
    for ending, part in endings.items():
        if name.endswith(f".{ending}"):
            return name.removesuffix(f".{ending}"), part
    raise _unsuitable(source, f"mlx-lm has no place for {name}")


def _require_plain(config: dict[str, Any], source: Path) -> None:
    if config.get("peft_type") != "LORA":
        raise _unsuitable(source, f"it is no LoRA adapter of PEFT (peft_type {config.get('peft_type')!r})")
    for key in ("rank_pattern", "alpha_pattern", "modules_to_save", "fan_in_fan_out"):
        if config.get(key):
            raise _unsuitable(source, f"it has {key}, which mlx-lm does not know")
    if config.get("bias", "none") != "none":
        raise _unsuitable(source, "it changes biases, which mlx-lm does not")


def _turn(value: mx.array) -> mx.array:
    return mx.contiguous(value.T) if value.ndim == 2 else value


def _load(path: Path) -> Weights:
    try:
        return mx.load(str(path))
    except (OSError, RuntimeError) as error:
        raise TrainerError("MODEL_UNSUITABLE", f"{path} cannot be read: {error}.") from error


def _write(source: Path, folder: Path, name: str, weights: Weights, write_config: Any) -> None:
    for file in source.iterdir():
        # The tokenizer and the like.
        if file.is_file() and file.name not in (WEIGHTS, PEFT_WEIGHTS, CONFIG):
            shutil.copy(file, folder)
    mx.save_safetensors(str(folder / name), weights, {"format": "pt" if name == PEFT_WEIGHTS else "mlx"})
    write_config()


def _dump(folder: Path, config: dict[str, Any]) -> None:
    (folder / CONFIG).write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def _unsuitable(source: Path, reason: str) -> TrainerError:
    return TrainerError("MODEL_UNSUITABLE", f"The adapter {source} cannot be converted: {reason}.")


def main(argv: list[str]) -> int:
    """Reads the arguments, converts, and says where the adapter lies."""
    parser = argparse.ArgumentParser(prog="tuner_trainers.mlx.convert", description=__doc__.splitlines()[0])
    parser.add_argument("--to", choices=("peft", "mlx"), required=True, help="the form to write")
    parser.add_argument("source", type=Path, help="folder of the adapter, which stays as it is")
    parser.add_argument("target", type=Path, help="folder to write, which must not exist")
    args = parser.parse_args(argv)
    if args.target.exists():
        parser.error(f"{args.target} exists already")
    mx.set_default_device(mx.cpu)
    try:
        (to_peft if args.to == "peft" else to_mlx)(args.source, args.target)
    except TrainerError as error:
        print(f"{error.code}: {error.message} {error.hint}".rstrip(), file=sys.stderr)
        return error.exit_code
    print(args.target)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
