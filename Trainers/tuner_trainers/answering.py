"""Questions that are no training: the answer, or the error, is one JSON document."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable
from typing import Any

from tuner_trainers.complaint import complain
from tuner_trainers.errors import classify
from tuner_trainers.launch import Launch


def answer(what: str, launch: Launch, ask: Callable[[], dict[str, Any]], *, under_tuner: bool) -> int:
    """Writes what `ask` gives, or the error that it raises; returns the exit code of the process.

    Under Tuner the document is the file `<what>.json` in the folder of requests, and holds either under `what` or
    under `error`. Alone the answer is printed.
    """
    code = 0
    try:
        said = {what: ask()}
    except Exception as error:
        traceback.print_exc(file=sys.stderr)
        found = classify(error)
        said, code = {"error": found.to_json()}, complain(found)
    if under_tuner:
        (launch.requests / f"{what}.json").write_text(json.dumps(said), encoding="utf-8")
    elif what in said:
        print(json.dumps(said[what], indent=1))
    return code
