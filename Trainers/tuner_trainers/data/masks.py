"""What the loss sees of the rows of a file, counted: nothing, everything, an answer without its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tuner_trainers.data.rows import Row
from tuner_trainers.data.tokenize import NO_LOSS, Tokens

_LINES_SHOWN = 5


@dataclass
class Noted:
    """How many rows something is true of, and the first of their lines."""

    count: int = 0
    lines: list[int] = field(default_factory=list)

    def add(self, line: int) -> None:
        """Notes the row that stands on `line`."""
        self.count += 1
        if len(self.lines) < _LINES_SHOWN:
            self.lines.append(line)


@dataclass
class MaskCounts:
    """Counts of rows that are used.

    `cut`: shortened to the maximum length, which took `lost` supervised tokens. `only`: every token is supervised, what
    is asked as well as what is answered. `endless`: whole, and without a token that ends the text.
    """

    cut: Noted = field(default_factory=Noted)
    lost: int = 0
    only: Noted = field(default_factory=Noted)
    endless: Noted = field(default_factory=Noted)

    def add(self, row: Row, tokens: Tokens, tokenizer: Any) -> None:
        """Counts a row with its tokens. A conversation's end is its template's, and no matter of a single row."""
        if tokens.cut:
            self.cut.add(row.line)
            self.lost += tokens.lost
        elif not row.messages and tokenizer.eos_token_id is None:
            self.endless.add(row.line)
        if NO_LOSS not in tokens.labels and (row.text is None or _holds_turns(tokens.ids, tokenizer)):
            self.only.add(row.line)

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> MaskCounts:
        """The counts that `dataclasses.asdict` made a dictionary of."""
        return cls(**{name: Noted(**one) if isinstance(one, dict) else one for name, one in found.items()})


def _holds_turns(ids: list[int], tokenizer: Any) -> bool:
    """Whether plain text is a conversation that somebody rendered: it has special tokens between its first and last."""
    added = getattr(tokenizer, "added_tokens_decoder", {})
    special = {*tokenizer.all_special_ids, *(token for token, mark in added.items() if mark.special)}
    return any(token in special for token in ids[1:-1])
