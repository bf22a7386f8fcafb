"""Tokenizers with the chat templates of three families, as TRL ships them: no weights are needed to look at rows.

Usage: ``python template_models.py TRAINERS OUT``; TRAINERS is the folder of Tuner's trainers.
"""

import re
import sys
from pathlib import Path

import trl

trainers, out = sys.argv[1:3]
sys.path.insert(0, trainers)
from tuner_trainers.tiny_model.tokenizer import build_tokenizer

# What the templates write besides words: one token each, as the families' own tokenizers have them.
MARK = re.compile(r"<\|?[a-z_]{3,30}\|?>")
START = {"llama3": "<|begin_of_text|>", "gemma": "<bos>"}

for name in ("llama3", "qwen3", "gemma"):
    template = (Path(trl.__file__).parent / "chat_templates" / f"{name}.jinja").read_text(encoding="utf-8")
    tokenizer = build_tokenizer(400, 4096)
    marks = sorted(set(MARK.findall(template)) - set(tokenizer.all_special_tokens))
    start = {"bos_token": START[name]} if name in START else {}
    tokenizer.add_special_tokens({"additional_special_tokens": marks, **start})
    tokenizer.chat_template = template
    tokenizer.save_pretrained(Path(out) / name)
