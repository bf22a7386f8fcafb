"""Builds the tiny model into a folder that transformers and mlx-lm load, with NumPy: the same on every engine."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tuner_trainers.tiny_model.tokenizer import build_tokenizer

if TYPE_CHECKING:
    import numpy
    from transformers import LlamaConfig, PreTrainedTokenizerFast

# Wider than usual from the start: learns to copy from the request in a fraction of the steps.
_DEVIATION = 0.05


@dataclass(frozen=True)
class Shape:
    """Sizes of the model; the defaults make about a million parameters."""

    layers: int = 3
    hidden: int = 128
    heads: int = 4
    vocabulary: int = 400
    max_length: int = 4096


def build(folder: Path, seed: int = 0, shape: Shape = Shape()) -> None:
    """Writes weights, config and tokenizer into `folder`; the same seed and shape give the same weights."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = build_tokenizer(shape.vocabulary, shape.max_length)
    config = _config(tokenizer, shape)
    config.save_pretrained(folder)
    (folder / "generation_config.json").write_text(_generation(config), encoding="utf-8")
    save_file(random_weights(seed, shape), folder / "model.safetensors", metadata={"format": "pt"})
    tokenizer.save_pretrained(folder)


def random_weights(seed: int, shape: Shape) -> dict[str, numpy.ndarray]:
    """The tensors of a Llama by name, in float32: matrices drawn from a normal distribution, norms of one."""
    import numpy

    source = numpy.random.default_rng(seed)

    def matrix(rows: int, columns: int) -> numpy.ndarray:
        return source.standard_normal((rows, columns), dtype=numpy.float32) * numpy.float32(_DEVIATION)

    width, inner, ones = shape.hidden, shape.hidden * 4, numpy.ones(shape.hidden, dtype=numpy.float32)
    weights = {"model.embed_tokens.weight": matrix(shape.vocabulary, width), "model.norm.weight": ones}
    for layer in range(shape.layers):
        block = f"model.layers.{layer}"
        for name in ("q_proj", "k_proj", "v_proj", "o_proj"):
            weights[f"{block}.self_attn.{name}.weight"] = matrix(width, width)
        for name in ("gate_proj", "up_proj"):
            weights[f"{block}.mlp.{name}.weight"] = matrix(inner, width)
        weights[f"{block}.mlp.down_proj.weight"] = matrix(width, inner)
        for name in ("input_layernorm", "post_attention_layernorm"):
            weights[f"{block}.{name}.weight"] = ones
    return weights


def _generation(config: LlamaConfig) -> str:
    return json.dumps({"eos_token_id": config.eos_token_id, "pad_token_id": config.pad_token_id}, indent=2) + "\n"


def _config(tokenizer: PreTrainedTokenizerFast, shape: Shape) -> LlamaConfig:
    from transformers import LlamaConfig

    return LlamaConfig(
        architectures=["LlamaForCausalLM"],
        dtype="float32",
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        intermediate_size=shape.hidden * 4,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        num_key_value_heads=shape.heads,
        max_position_embeddings=shape.max_length,
        bos_token_id=None,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        tie_word_embeddings=True,
        initializer_range=_DEVIATION,
    )
