"""Shows the first rows as the loss sees them: the tokenizer and the data file are read, nothing is trained."""

from __future__ import annotations

import importlib
import json
import os
import sys
import traceback
from typing import Any

from tuner_trainers.config.checked import checked
from tuner_trainers.data.preview import preview
from tuner_trainers.errors import classify
from tuner_trainers.launch import Launch
from tuner_trainers.methods import find_method, value_at
from tuner_trainers.quiet import set_quiet_environment

ANSWER = "preview.json"
"""The file, in the folder of requests, that holds the preview or the error when Tuner asks."""


def show_preview(launch: Launch, rows: int, *, under_tuner: bool) -> int:
    """Writes the preview of a launch's first `rows` rows as JSON; returns the exit code of the process.

    Alone it prints the document. No device is used, no weights are read, no event is written.
    """
    # Nothing here computes on a device: it may be a run's.
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    code = 0
    try:
        answer = {"preview": _preview(checked(launch), rows)}
    except Exception as error:
        traceback.print_exc(file=sys.stderr)
        found = classify(error)
        print(f"{found.code}: {found.message} {found.hint}".rstrip(), file=sys.stderr)
        answer, code = {"error": found.to_json()}, found.exit_code
    if under_tuner:
        (launch.requests / ANSWER).write_text(json.dumps(answer), encoding="utf-8")
    elif "preview" in answer:
        print(json.dumps(answer["preview"], indent=1))
    return code


def _preview(launch: Launch, rows: int) -> dict[str, Any]:
    method = find_method(launch.method)
    name = value_at(launch.config, method.model)
    set_quiet_environment(name, launch.config)
    from tuner_trainers.model.source import source_of
    from tuner_trainers.model.tokenizer import tokenizer_of

    objective, options = importlib.import_module(f"{method.engine}.rows").reading_of(launch)
    source = source_of(launch)
    if not value_at(launch.config, "model.trust_remote_code"):
        # No tokenizer of transformers' own needs PyTorch, which takes longer to import than all the rest: transformers
        # goes without it as if it were not installed.
        sys.modules.setdefault("torch", None)  # type: ignore[arg-type]
    tokenizer = tokenizer_of(launch, source)
    return {"model": name, **preview(launch.data, objective, tokenizer, options, rows)}
