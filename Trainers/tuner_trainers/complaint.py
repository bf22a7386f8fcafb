"""How a process that fails says so to people."""

from __future__ import annotations

import sys

from tuner_trainers.errors import TrainerError


def complain(error: TrainerError) -> int:
    """Prints the error as one line; returns the exit code of the process."""
    print(f"{error.code}: {error.message} {error.hint}".rstrip(), file=sys.stderr)
    return error.exit_code
