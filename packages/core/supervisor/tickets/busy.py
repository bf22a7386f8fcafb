"""What a run that is not to wait is told."""

from __future__ import annotations

from typing import Any

from attempt.answer import error_of
from tickets.ticket import Ticket


def busy_error(holder: Ticket) -> dict[str, Any]:
    """DEVICE_BUSY, with the run that has the device."""
    run = holder.run()
    supervisor = run.get("supervisor")
    details = {
        "device": holder.device, "runId": run.get("runId"), "directory": run.get("directory"),
        "pid": supervisor.get("pid") if isinstance(supervisor, dict) else None,
    }  # fmt: skip
    message = f"{holder.device} is taken by run {details['runId'] or '(unknown)'} in {details['directory'] or '?'}."
    hint = "Wait for its end, stop it, or leave out queue: false, so that this run waits for its turn."
    return error_of("DEVICE_BUSY", message, details, retryable=True, hint=hint)
