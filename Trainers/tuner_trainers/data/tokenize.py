"""Rows to token ids, with the loss on exactly what the config says."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tuner_trainers.data.errors import NO_TARGET_LEFT, RowProblem, RowTooLong
from tuner_trainers.data.rows import Row
from tuner_trainers.data.spans import Span, find_spans
from tuner_trainers.data.template import ChatTemplate

NO_LOSS = -100

Watch = Callable[[list[int], list[int]], None]


@dataclass(frozen=True)
class Tokens:
    """Token ids with `labels`: the same ids where there is loss, -100 elsewhere.

    `cut`: shortened to the length, which took `lost` tokens with loss.
    """

    ids: list[int]
    labels: list[int]
    cut: bool = False
    lost: int = 0


class RowTokenizer:
    """Tokenizes rows; `template` may be None as long as no row holds messages.

    Rows of more than `max_length` tokens are cut, or raise RowTooLong where `cuts` is False. `watch` is given each
    row's ids and labels before that.
    """

    def __init__(
        self, tokenizer: Any, template: ChatTemplate | None, max_length: int, *, cuts: bool = True,
        watch: Watch | None = None,
    ) -> None:  # fmt: skip
        self._tokenizer, self._template, self._watch = tokenizer, template, watch
        self._max_length, self._cuts = max_length, cuts

    def sft(self, row: Row, loss_on: str) -> Tokens:
        """A training row; `loss_on` is assistant, last_assistant or all. Raises RowProblem when no target is left."""
        ids, learned = self._whole(row, loss_on != "assistant")
        everywhere = loss_on == "all"
        labels = [token if mark or everywhere else NO_LOSS for token, mark in zip(ids, learned, strict=True)]
        return self._shorten(ids, labels)

    def kto(self, row: Row) -> Tokens:
        """Prompt (all up to the last answer) and completion of a KTO row; the completion's tokens carry labels."""
        ids, learned = self._whole(row, True)
        end = len(learned) - learned[::-1].index(True)
        labels = [token if mark else NO_LOSS for token, mark in zip(ids[:end], learned, strict=False)]
        return self._shorten(ids[:end], labels)

    def _whole(self, row: Row, last_only: bool) -> tuple[list[int], list[bool]]:
        if row.text is not None:
            ids = self._end(self._plain(row.text))
            return ids, [True] * len(ids)
        if row.prompt is not None:
            return self._pair(row.prompt, row.completion or "")
        return self._conversation(row, last_only)

    def _conversation(self, row: Row, last_only: bool) -> tuple[list[int], list[bool]]:
        turns, places = self._template.adapter.adapt(list(row.messages))
        first = places[row.first_target] if row.first_target else 0
        targets = [index for index, turn in enumerate(turns) if turn["role"] == "assistant" and index >= first]
        text, spans = find_spans(self._template, turns, row.tools, targets[-1:] if last_only else targets)
        return self._mark(text, spans)

    def _mark(self, text: str, spans: list[Span]) -> tuple[list[int], list[bool]]:
        """Token ids of the text and which of them lie in a span."""
        ids = self._template.ids(text)
        edges = [edge for span in spans for edge in span]
        counts = [self._tokens_before(ids, text, edge) for edge in edges]
        if None in counts:
            return self._mark_pieces(text, edges, ids)
        return ids, [bisect_right(counts, place) % 2 == 1 for place in range(len(ids))]

    def _tokens_before(self, ids: list[int], text: str, edge: int) -> int | None:
        """How many tokens the text up to `edge` has; None unless the whole text begins with just these tokens."""
        if edge == len(text):
            return len(ids)
        before = self._template.ids(text[:edge])
        return len(before) if ids[: len(before)] == before else None

    def _mark_pieces(self, text: str, edges: list[int], ids: list[int]) -> tuple[list[int], list[bool]]:
        """Tokenizes piece by piece, as generation does; only where that writes the very same text."""
        pieces = [self._template.ids(text[a:b]) for a, b in zip([0, *edges], [*edges, len(text)], strict=True)]
        joined = [token for piece in pieces for token in piece]
        if self._tokenizer.decode(joined) != self._tokenizer.decode(ids):
            raise RowProblem("TEMPLATE_UNCLEAR", "", "a token reaches across the beginning or the end of an answer")
        return joined, [index % 2 == 1 for index, piece in enumerate(pieces) for _ in piece]

    def _pair(self, prompt: str, completion: str) -> tuple[list[int], list[bool]]:
        before, whole = self._plain(prompt), self._plain(prompt + completion)
        if whole[: len(before)] != before:
            after = list(self._tokenizer(completion, add_special_tokens=False)["input_ids"])
            if self._tokenizer.decode(before + after) != self._tokenizer.decode(whole):
                raise RowProblem("TEMPLATE_UNCLEAR", "completion", "a token reaches from prompt into completion")
            whole = before + after
        ids = self._end(whole)
        return ids, [place >= len(before) for place in range(len(ids))]

    def _plain(self, text: str) -> list[int]:
        """Raw text as the model begins one, without an end token that some tokenizers add by themselves."""
        ids = list(self._tokenizer(text, verbose=False)["input_ids"])
        return ids[:-1] if ids and ids[-1] == self._tokenizer.eos_token_id else ids

    def _end(self, ids: list[int]) -> list[int]:
        end = self._tokenizer.eos_token_id
        return ids if end is None else [*ids, end]

    def _shorten(self, ids: list[int], labels: list[int]) -> Tokens:
        if self._watch:
            self._watch(ids, labels)
        cut = len(ids) > self._max_length
        if cut and not self._cuts:
            raise RowTooLong(len(ids))
        kept, rest = labels[: self._max_length], labels[self._max_length :]
        # The first token is never predicted, so a label there is no target.
        if all(label == NO_LOSS for label in kept[1:]):
            message = f"no token of an answer is left within {self._max_length} of its {len(ids)} tokens"
            raise RowProblem(NO_TARGET_LEFT, "", message)
        return Tokens(ids[: self._max_length], kept, cut, sum(label != NO_LOSS for label in rest))
