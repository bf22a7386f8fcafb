"""The warnings that belong to a whole data set, not to single rows."""

from __future__ import annotations

from collections import Counter

from tuner_trainers.data.report import DataReport, DataWarning

_ADAPTED = {
    "system_folded": "{count} system turns were put into the user's turn: the chat template has no system turn.",
    "tool_calls_as_text": "{count} turns have their tool calls written as text: the chat template leaves them out.",
    "tool_results_as_user": "{count} tool results were given to the user's turn: the chat template has no tool turn.",
    "content_left_out": "{count} turns with tool calls have content too, which the chat template leaves out.",
    "tool_ids_shortened": "The tool call ids of {count} turns were shortened: the chat template wants nine characters.",
}


def template_notes(report: DataReport) -> list[DataWarning]:
    """Which template of ours is in use, and what rows were changed in to fit the template, over all files."""
    reports = [report, *([report.held_out] if report.held_out else [])]
    changes = sum((one.adapted for one in reports), Counter())
    notes = [DataWarning(code, _ADAPTED[code].format(count=count), {"count": count}) for code, count in changes.items()]
    named = next((one.named_template for one in reports if one.named_template), None)
    if named:
        message = f"The tokenizer has no chat template; dataset.chat_template's {named} is used."
        notes.insert(0, DataWarning("template_named", message, {"name": named}))
    return notes


def method_notes(report: DataReport, kto: bool, filter_desirable: bool) -> list[DataWarning]:
    """What the labels of the rows mean for the method."""
    if kto and len(report.labels) == 1:
        label = "true" if report.labels[True] else "false"
        message = f"Every row has the label {label}; KTO learns from the difference between good and bad answers."
        return [DataWarning("one_label_only", message)]
    if not kto and not filter_desirable and report.labels[False]:
        count = report.labels[False]
        message = f"{count} rows with label false are trained on as if they were good (dataset.filter_desirable)."
        return [DataWarning("undesirable_rows_trained", message, {"count": count})]
    return []
