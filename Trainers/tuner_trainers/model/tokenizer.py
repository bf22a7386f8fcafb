"""The tokenizer that belongs to the weights."""

from __future__ import annotations

from typing import Any

from tuner_trainers.launch import Launch
from tuner_trainers.methods import find_method, value_at
from tuner_trainers.model.source import Source

_PAD_CANDIDATES = ("<|finetune_right_pad_id|>", "<|pad|>", "<pad>", "[PAD]", "<|endoftext|>", "<unk>")


def tokenizer_of(launch: Launch, source: Source) -> Any:
    """The tokenizer of a source as the launch's configuration wants it."""
    trusts = bool(value_at(launch.config, "model.trust_remote_code"))
    named = value_at(launch.config, find_method(launch.method).chat_template)
    return load_tokenizer(source, named, trust_remote_code=trusts)


def load_tokenizer(source: Source, named_template: str | None = None, *, trust_remote_code: bool = False) -> Any:
    """The tokenizer of the adapter's folder or else of the model, with a padding token and the named template."""
    from transformers import AutoTokenizer

    from tuner_trainers.data.named_templates import NAMED_TEMPLATES

    adapter_has = source.adapter and (source.adapter / "tokenizer_config.json").is_file()
    folder = source.adapter if adapter_has else source.base
    tokenizer = AutoTokenizer.from_pretrained(folder, trust_remote_code=trust_remote_code)
    if tokenizer.chat_template is None and named_template in NAMED_TEMPLATES:
        tokenizer.chat_template = NAMED_TEMPLATES[named_template]
    set_pad_token(tokenizer)
    return tokenizer


def set_pad_token(tokenizer: Any) -> None:
    """Gives the tokenizer a padding token that does not end a text, without growing the vocabulary, if it has one."""
    if tokenizer.pad_token_id is not None and tokenizer.pad_token_id != tokenizer.eos_token_id:
        return
    vocabulary = tokenizer.get_vocab()
    usable = (name for name in _PAD_CANDIDATES if name in vocabulary and name != tokenizer.eos_token)
    tokenizer.pad_token = next(usable, tokenizer.eos_token)
