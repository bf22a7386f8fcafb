"""Half of a surrogate pair, as a careless cut through an emoji leaves it: no tokenizer takes it."""

from __future__ import annotations

import json
from typing import Any

from tuner_trainers.data.errors import RowProblem


def require_whole(value: Any, path: str) -> None:
    """Raises RowProblem when text, or text anywhere in a list or an object, holds half a surrogate pair."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        expected = "expected text without half a surrogate pair (an emoji was cut in two)"
        raise RowProblem("UNPAIRED_SURROGATE", path, expected) from None
