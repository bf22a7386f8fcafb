"""What each token of a text says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

# No character has more bytes in UTF-8.
_LONGEST = 4


def token_texts(tokenizer: Any, ids: Sequence[int]) -> list[str]:
    """The text that each token adds to those before it: joined, they are all of the decoded text.

    A token that ends within a character adds nothing; the one that completes the character adds it.
    """
    texts: list[str] = []
    # Decoded are a few tokens at a time: those of the text before, without which some tokens lose their space.
    start, done = 0, 0
    for end in range(1, len(ids) + 1):
        before, whole = _decode(tokenizer, ids[start:done]), _decode(tokenizer, ids[start:end])
        if whole.endswith("\ufffd") and end < len(ids) and end - done < _LONGEST:
            texts.append("")
            continue
        texts.append(whole[len(before) :])
        start, done = done, end
    return texts


def _decode(tokenizer: Any, ids: Sequence[int]) -> str:
    return tokenizer.decode(ids, skip_special_tokens=False, clean_up_tokenization_spaces=False) if ids else ""
