"""The tiny model's tokenizer: byte-level BPE with a ChatML template that writes tool calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuner_trainers.tiny_model.corpus import corpus

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast

END, START, PAD = "<|im_end|>", "<|im_start|>", "<|pad|>"

# A word is cut the same way wherever it stands (no token holds a space and a letter), so that it can be copied.
_PIECES = r"\p{L}+|\p{N}|\s|[^\s\p{L}\p{N}]"

CHAT_TEMPLATE = """\
{%- if tools %}{{ '<|im_start|>system\\n' + (tools | tojson) + '<|im_end|>\\n' }}{% endif %}
{%- for message in messages %}
{{- '<|im_start|>' + message.role + '\\n' + (message.content or '') }}
{%- for call in message.tool_calls or [] %}
{{- '<tool_call>' + ({'name': call.function.name, 'arguments': call.function.arguments} | tojson) + '</tool_call>' }}
{%- endfor %}
{{- '<|im_end|>\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"""


def build_tokenizer(vocabulary: int, max_length: int) -> PreTrainedTokenizerFast:
    """A tokenizer of exactly `vocabulary` tokens; every text can be written with it and read back unchanged."""
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    split = pre_tokenizers.Split(Regex(_PIECES), behavior="isolated")
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, byte_level])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=[PAD, START, END],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(corpus(), trainer)
    built = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token=PAD, eos_token=END, model_max_length=max_length,
        additional_special_tokens=[START], clean_up_tokenization_spaces=False,
    )
    built.chat_template = CHAT_TEMPLATE
    return built
