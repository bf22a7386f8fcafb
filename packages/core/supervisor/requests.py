"""What was asked of the run. A request is a file; its presence is the request."""

from dataclasses import dataclass
from typing import Optional

from records import Attempt, read, write_once


@dataclass(frozen=True)
class Request:
    """``mode`` is ``stop`` (save and end) or ``cancel`` (end); ``reason`` is ``request`` or ``host``."""

    mode: str
    reason: str
    grace_ms: float


def pending(attempt: Attempt) -> Optional[Request]:
    """The request that holds now; cancel outranks stop."""
    for mode in ("cancel", "stop"):
        path = attempt.folder / f"{mode}.json"
        if path.exists():
            record = read(path) or {}
            grace = record.get("graceMs", attempt.launch["stop"]["graceMs"])
            return Request(mode, record.get("reason", "request"), float(grace))
    return None


def host_is_gone(attempt: Attempt) -> None:
    """Asks for a stop in the name of a host that cannot ask any more."""
    write_once(attempt.folder / "stop.json", {"reason": "host"})
