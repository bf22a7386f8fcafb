"""Shows the first rows as the loss sees them: the tokenizer and the data file are read, nothing is trained."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

from tuner_trainers.answering import answer
from tuner_trainers.config.checked import checked
from tuner_trainers.data.preview import preview
from tuner_trainers.launch import Launch
from tuner_trainers.methods import find_method, value_at
from tuner_trainers.quiet import set_quiet_environment


def show_preview(launch: Launch, rows: int, *, under_tuner: bool) -> int:
    """Writes the preview of a launch's first `rows` rows as JSON; returns the exit code of the process.

    Alone it prints the document. No device is used, no weights are read, no event is written.
    """
    # Nothing here computes on a device: it may be a run's.
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    return answer("preview", launch, lambda: _preview(checked(launch), rows), under_tuner=under_tuner)


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
