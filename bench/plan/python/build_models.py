"""Builds one model of random weights: `python build_models.py NAME FOLDER`, with Trainers on the path."""

from __future__ import annotations

import sys
from pathlib import Path

import torch
from transformers import AutoConfig, AutoModelForCausalLM
from tuner_trainers.tiny_model.tokenizer import build_tokenizer

_LENGTH = 4096
# Layers, width, heads, heads of keys, inner width, vocabulary.
_SIZES = {
    "llama-5m": ("llama", 4, 256, 4, 4, 1024, 4096), "llama-29m": ("llama", 6, 512, 8, 8, 2048, 8000),
    "llama-88m": ("llama", 8, 768, 12, 12, 3072, 16000), "llama-138m": ("llama", 12, 768, 12, 12, 3072, 32000),
    "llama-192m": ("llama", 10, 1024, 16, 16, 4096, 24000), "wide-85m": ("llama", 2, 1024, 8, 8, 4096, 50000),
    "gqa-65m": ("llama", 8, 640, 10, 2, 1728, 24000), "qwen2-44m": ("qwen2", 10, 512, 8, 2, 1408, 30000),
    "qwen3-57m": ("qwen3", 6, 768, 12, 4, 2304, 20000), "mistral-175m": ("mistral", 14, 896, 14, 2, 2432, 32000),
}  # fmt: skip
_UNTIED = ("gqa-65m", "mistral-175m")


def build(name: str, folder: Path) -> None:
    """Writes model and tokenizer; the same name gives the same weights."""
    family, layers, hidden, heads, key_heads, inner, vocabulary = _SIZES[name]
    tokenizer = build_tokenizer(vocabulary, _LENGTH)
    config = AutoConfig.for_model(
        family, num_hidden_layers=layers, hidden_size=hidden, num_attention_heads=heads, head_dim=hidden // heads,
        num_key_value_heads=key_heads, intermediate_size=inner, vocab_size=vocabulary, max_position_embeddings=_LENGTH,
        tie_word_embeddings=name not in _UNTIED, bos_token_id=None, eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )  # fmt: skip
    torch.manual_seed(0)
    AutoModelForCausalLM.from_config(config, dtype=torch.float32).save_pretrained(folder)
    tokenizer.save_pretrained(folder)


if __name__ == "__main__":
    build(sys.argv[1], Path(sys.argv[2]))
