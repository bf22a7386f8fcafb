"""Finds, exactly, which characters of a rendered conversation the assistant writes in each of its turns."""

from __future__ import annotations

from os.path import commonprefix

from tuner_trainers.data.abilities import as_parts
from tuner_trainers.data.errors import RowProblem
from tuner_trainers.data.messages import Message
from tuner_trainers.data.template import ChatTemplate

Span = tuple[int, int]

# Two contents that differ in their first and in their last character.
_MARKS = ("Amark0Z", "Bmark1Y")


def find_spans(template: ChatTemplate, turns: list[Message], tools, targets: list[int]) -> tuple[str, list[Span]]:
    """The rendered text and, for each target turn, where the assistant's part of it begins and ends.

    The end-of-turn token belongs to it; white space that a template writes after that does not. Raises RowProblem
    when a span cannot be told for certain.
    """
    text = template.render(turns, tools)
    return text, [_find_span(template, turns, tools, text, index) for index in targets]


def learns_end(template: ChatTemplate) -> bool:
    """Whether an answer ends with a token of its own, so that a model that is trained on answers learns to stop.

    Some templates end a turn only by beginning the next one. True also where it cannot be told.
    """
    turns = template.adapter.adapt([{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}])[0]
    try:
        text, [(start, end)] = find_spans(template, turns, None, [1])
    except RowProblem:
        return True
    added = getattr(template.tokenizer, "added_tokens_decoder", {}).values()
    ends = {*template.tokenizer.all_special_tokens, *(token.content for token in added)}
    return any(text[start:end].rstrip().endswith(token) for token in ends)


def _find_span(template: ChatTemplate, turns: list[Message], tools, text: str, index: int) -> Span:
    span = _by_prefix(template, turns, tools, text, index) or _by_marks(template, turns, tools, text, index)
    if span is None:
        message = f"the chat template does not show where turn {index + 1} begins and ends"
        raise RowProblem("TEMPLATE_UNCLEAR", "", message)
    return span[0], _trim_end(template, text, span)


def _by_prefix(template: ChatTemplate, turns: list[Message], tools, text: str, index: int) -> Span | None:
    """Exact when the first k turns render to the beginning of the whole text: true of most templates."""
    try:
        before = template.render(turns[:index], tools, generate=True)
        until = text if index + 1 == len(turns) else template.render(turns[: index + 1], tools)
    except RowProblem:
        return None
    fits = text.startswith(until) and until.startswith(before) and len(before) < len(until)
    return (len(before), len(until)) if fits else None


def _by_marks(template: ChatTemplate, turns: list[Message], tools, text: str, index: int) -> Span | None:
    """For templates that render earlier turns differently later on: swaps the turn's content and sees what stays."""
    marked = [_render_marked(template, turns, tools, index, mark) for mark in _MARKS]
    before = commonprefix(marked)
    after = _common_suffix(marked)
    start = _answer_start(template, turns, tools, index, before)
    same = text.startswith(before[:start]) and text.endswith(after)
    if start is None or not same or len(text) - len(after) <= start:
        return None
    return start, len(text) - len(after) + _end_of_turn(template, after)


def _render_marked(template: ChatTemplate, turns: list[Message], tools, index: int, mark: str) -> str:
    content = as_parts(mark) if isinstance(turns[index]["content"], list) else mark
    marked = {"role": "assistant", "content": content}
    return template.render([*turns[:index], marked, *turns[index + 1 :]], tools)


def _answer_start(template: ChatTemplate, turns: list[Message], tools, index: int, before: str) -> int | None:
    """Where generation would begin: as far as the turn's beginning agrees with what generation is given.

    What a template writes between that and the content (a channel, an empty thought) is the model's to write.
    """
    opening = _opening(template, turns, tools, index)
    if opening is None:
        return _after_prompt(template, turns, tools, index, before)
    place = before.rfind(_head(template, opening))
    return None if place < 0 else place + len(commonprefix([opening, before[place:]]))


def _opening(template: ChatTemplate, turns: list[Message], tools, index: int) -> str | None:
    """What generation is given beyond the turns before; None when there is nothing or it cannot be told."""
    try:
        earlier, prompt = (template.render(turns[:index], tools, generate=generate) for generate in (False, True))
    except RowProblem:
        return None
    return prompt[len(earlier) :] or None if prompt.startswith(earlier) else None


def _head(template: ChatTemplate, opening: str) -> str:
    """What every turn of the assistant begins with: the opening up to its first line's end or next special token."""
    ends = [at for at in (opening.find(token, 1) for token in _special_tokens(template)) if at > 0]
    return opening[: min([*ends, len(opening.split("\n")[0])])]


def _after_prompt(template: ChatTemplate, turns: list[Message], tools, index: int, before: str) -> int | None:
    """For templates whose generation begins right after the turns: white space beyond that belongs to the answer."""
    try:
        tail = template.render(turns[:index], tools, generate=True)[-16:]
    except RowProblem:
        return None
    shortest = len(before.rstrip())
    return next((end for end in range(shortest, len(before) + 1) if before[:end].endswith(tail)), None)


def _end_of_turn(template: ChatTemplate, after: str) -> int:
    """Length of the end-of-turn token, if `after` begins with one (white space may stand before it)."""
    space = len(after) - len(after.lstrip())
    found = [token for token in _special_tokens(template) if after.startswith(token, space)]
    return space + max(map(len, found)) if found else 0


def _trim_end(template: ChatTemplate, text: str, span: Span) -> int:
    """The end without the white space that follows the last special token of the span."""
    start, end = span
    trimmed = start + len(text[start:end].rstrip())
    return trimmed if any(text.endswith(token, start, trimmed) for token in _special_tokens(template)) else end


def _special_tokens(template: ChatTemplate) -> list[str]:
    added = getattr(template.tokenizer, "added_tokens_decoder", {}).values()
    return [*template.tokenizer.all_special_tokens, *(token.content for token in added if token.special)]


def _common_suffix(texts: list[str]) -> str:
    return commonprefix([text[::-1] for text in texts])[::-1]
