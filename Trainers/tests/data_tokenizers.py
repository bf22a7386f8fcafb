"""Tokenizers for the tests of data/: one small vocabulary under the kinds of chat template that are in use."""

from functools import cache

from tuner_trainers.tiny_model.tokenizer import build_tokenizer

LLAMA3 = """\
{{- '<|begin|>' }}
{%- for m in messages %}{{ '<|header|>' + m.role + '<|/header|>\\n\\n' + m.content | trim + '<|eot|>' }}{% endfor %}
{%- if add_generation_prompt %}{{ '<|header|>assistant<|/header|>\\n\\n' }}{% endif %}"""

# Like Mistral 7B v0.3: the system text moves to the newest user turn, calls need ids of nine characters.
MISTRAL = """\
{%- set system = messages[0].content if messages[0].role == 'system' else '' %}
{%- set turns = messages[1:] if system else messages %}
{%- set users = turns | selectattr('role', 'equalto', 'user') | list %}
{{- '<|begin|>' }}
{%- for m in turns %}
{%- if m.role == 'user' %}
{{- '[INST] ' + (system + '\\n\\n' if system and m == users[-1] else '') + m.content + '[/INST]' }}
{%- elif m.tool_calls is defined and m.tool_calls %}
{%- if m.tool_calls[0].id | length != 9 %}{{ raise_exception('ids must have nine characters') }}{% endif %}
{{- '[CALLS] ' + (m.tool_calls | map(attribute='function') | list | tojson) + '<|im_end|>' }}
{%- elif m.role == 'assistant' %}{{ ' ' + m.content | trim + '<|im_end|>' }}
{%- elif m.role == 'tool' %}{{ '[RESULTS] ' + m.content + '[/RESULTS]' }}
{%- endif %}
{%- endfor %}"""

NO_SYSTEM = """\
{%- for m in messages %}
{%- if m.role == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}
{%- if (m.role == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('turns must alternate') }}{% endif %}
{{- '<|header|>' + m.role + '\\n' + m.content + '<|eot|>\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}{{ '<|header|>assistant\\n' }}{% endif %}"""

# As GLM-4's: the next turn's beginning is all that ends an answer.
NO_END = """\
{%- for m in messages %}{{ '<|header|>' + m.role + '\\n' + m.content }}{% endfor %}
{%- if add_generation_prompt %}{{ '<|header|>assistant\\n' }}{% endif %}"""


@cache
def tokenizer(template="chatml"):
    """A fast tokenizer with the template: chatml, llama3, mistral, no_system, no_end or none."""
    built = build_tokenizer(400, 4096)
    marks = ["<|im_start|>", "<|begin|>", "<|header|>", "<|/header|>", "<|eot|>"]
    built.add_special_tokens({"additional_special_tokens": marks})
    if template != "chatml":
        own = {"llama3": LLAMA3, "mistral": MISTRAL, "no_system": NO_SYSTEM, "no_end": NO_END, "none": None}
        built.chat_template = own[template]
    return built


def learned(tokens, row):
    """The text of each stretch of `row` that carries loss."""
    stretches, current = [], []
    for token, label in [*zip(row["input_ids"], row["labels"], strict=True), (0, -100)]:
        if label != -100:
            assert label == token
            current.append(token)
        elif current:
            stretches.append(tokens.decode(current))
            current = []
    return stretches
