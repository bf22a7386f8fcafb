"""Decides how an attempt ended, from evidence, and writes the one result."""

import os
import signal
import subprocess
from typing import Any, Optional

import life
import requests
from ladder import end_leftovers
from records import Attempt, now, read, write_once
from requests import Request


def attempt(attempt: Attempt, process: "subprocess.Popen[bytes]", request: Optional[Request]) -> None:
    """Records the exit, the result and the last events of an attempt whose trainer has ended."""
    end_leftovers(process)
    # The space that a full disk left for exactly this.
    (attempt.folder / "reserve").unlink(missing_ok=True)
    ended = _exit(process.returncode)
    write_once(attempt.folder / "exit.json", {**ended, "endedAt": now()})
    life.append(attempt, "attempt.ended", **ended)
    # Read once more: a request or an acknowledgement may have come with the end.
    ack = read(attempt.folder / "ack.json")
    status, error = _verdict(attempt, ended, ack, requests.pending(attempt) or request)
    result = {"status": status, "endedAt": now(), **ended, "ack": ack}
    if error is not None:
        result["error"] = error
    if write_once(attempt.folder / "result.json", result):
        life.append(attempt, "run.ended", status=status)


def _exit(returncode: int) -> "dict[str, Any]":
    if returncode >= 0:
        return {"code": returncode, "signal": None}
    try:
        return {"code": None, "signal": signal.Signals(-returncode).name}
    except ValueError:
        return {"code": None, "signal": f"SIG{-returncode}"}


def _verdict(
    attempt: Attempt, ended: "dict[str, Any]", ack: "Optional[dict[str, Any]]", request: Optional[Request]
) -> "tuple[str, Optional[dict[str, Any]]]":
    outcome = ack.get("outcome") if ack else None
    if outcome == "failed":
        return "failed", None
    if outcome == "finished" or (outcome is None and ended["code"] == 0 and request is None):
        return ("succeeded", None) if _complete(attempt) else ("failed", _incomplete(attempt))
    if request is not None and (outcome == "stopped" or _ended_by_request(ended)):
        return ("cancelled" if request.mode == "cancel" else "stopped"), None
    return ("stopped", None) if outcome == "stopped" else ("failed", None)


def _ended_by_request(ended: "dict[str, Any]") -> bool:
    return ended["code"] in (0, 128 + 15, 128 + 9) or ended["signal"] in ("SIGTERM", "SIGKILL")


def _complete(attempt: Attempt) -> bool:
    alternatives = attempt.launch["requiredOutputs"]
    return any(all(os.path.exists(path) for path in paths) for paths in alternatives)


def _incomplete(attempt: Attempt) -> "dict[str, Any]":
    wanted = min(attempt.launch["requiredOutputs"], key=len, default=[])
    missing = [path for path in wanted if not os.path.exists(path)]
    return {
        "name": "RunError",
        "code": "INCOMPLETE_RESULT",
        "message": f"The trainer ended without an error, but {', '.join(missing) or 'its output'} is missing.",
        "hint": "See the run's logs(); a trainer must write all of its outputs before it ends.",
        "details": {"missing": missing},
        "retryable": False,
    }
