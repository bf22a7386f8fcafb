"""The warnings about what the loss sees: said before the first step, and by a preview."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tuner_trainers.data.errors import NO_TARGET_LEFT
from tuner_trainers.data.report import DataReport, DataWarning

_LENGTHEN = "Allow longer rows (max_length, max_seq_length) or shorten them"
_TEMPLATE_ENDLESS = (
    "The chat template ends an answer only by beginning the next turn: no token that ends one is learned, so the "
    "trained model may not stop by itself."
)
_STOP_ELSEWHERE = "Generate with the tokens that begin a turn as stop tokens, or use another template."


def mask_notes(report: DataReport) -> list[DataWarning]:
    """What is wrong with what is learned of the rows of one file."""
    found = (_nothing_learned(report), _everything_learned(report), _no_end_learned(report), _answers_cut(report))
    return [note for note in found if note]


def _nothing_learned(report: DataReport) -> DataWarning | None:
    reason = report.left_out().get(NO_TARGET_LEFT)
    if not reason:
        return None
    message = (
        f"{reason['count']} of {report.rows} rows of {_name(report)} have no supervised token within the maximum "
        f"length of {report.max_length}, and were left out. The first is {reason['message']}."
    )
    details = {"count": reason["count"], "lines": reason["lines"], "maxLength": report.max_length}
    return DataWarning("no_supervised_token", message, details, f"{_LENGTHEN}: the prompt alone fills them.")


def _everything_learned(report: DataReport) -> DataWarning | None:
    only = report.masks.only
    if not only.count:
        return None
    message = (
        f"{only.count} of {report.rows} rows of {_name(report)} have only supervised tokens: the model learns to write "
        f"what it is asked as well. The first is line {only.lines[0]}."
    )
    fix = "Nothing, if it is meant (loss_on: all). Else set loss_on: assistant, and write messages instead of text."
    return DataWarning("only_supervised_tokens", message, _details(report, "only"), fix)


def _no_end_learned(report: DataReport) -> DataWarning | None:
    if not report.used:
        return None
    if report.masks.cut.count == report.used:
        message = f"Every row of {_name(report)} that is used is cut: the token that ends an answer is never learned."
        return DataWarning("end_of_turn_not_learned", message, _details(report, "cut"), f"{_LENGTHEN}.")
    if not report.learns_end:
        return DataWarning("end_of_turn_not_learned", _TEMPLATE_ENDLESS, {}, _STOP_ELSEWHERE)
    if report.masks.endless.count:
        message = "The tokenizer has no end token: rows without turns end in nothing that tells the model to stop."
        fix = "Use messages with a chat template, or a tokenizer with an end token (eos_token)."
        return DataWarning("end_of_turn_not_learned", message, _details(report, "endless"), fix)
    return None


def _answers_cut(report: DataReport) -> DataWarning | None:
    cut = report.masks.cut
    if not cut.count:
        return None
    message = (
        f"{cut.count} of {report.rows} rows of {_name(report)} are cut at the maximum length of {report.max_length}: "
        f"{report.masks.lost} supervised tokens, the ends of answers, are not learned. "
        f"The first is line {cut.lines[0]}."
    )
    return DataWarning("rows_cut", message, _details(report, "cut"), f"{_LENGTHEN}, or leave them out: too_long: drop.")


def _details(report: DataReport, what: str) -> dict[str, Any]:
    noted = getattr(report.masks, what)
    lost = {"lost": report.masks.lost, "maxLength": report.max_length} if what == "cut" else {}
    return {"count": noted.count, "lines": noted.lines, **lost}


def _name(report: DataReport) -> str:
    return Path(report.path).name
