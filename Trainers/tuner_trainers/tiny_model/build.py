"""Builds the tiny model into a folder that `AutoModelForCausalLM` and `AutoTokenizer` load."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tuner_trainers.tiny_model.tokenizer import build_tokenizer


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
    import torch
    from transformers import LlamaForCausalLM

    tokenizer = build_tokenizer(shape.vocabulary, shape.max_length)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = LlamaForCausalLM(_config(tokenizer, shape))
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def _config(tokenizer, shape: Shape):
    from transformers import LlamaConfig

    return LlamaConfig(
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
        # Tied and wider from the start: learns to copy from the request in a fraction of the steps.
        tie_word_embeddings=True,
        initializer_range=0.05,
    )
