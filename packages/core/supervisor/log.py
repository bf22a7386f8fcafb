"""The supervisor's own log: standard error, which points at supervisor.log once the host has its answer."""

import sys

from records import now


def say(message: str) -> None:
    """Writes a line; never raises, since a full disk must not end the supervision."""
    try:
        sys.stderr.write(f"{now()} {message}\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        pass
