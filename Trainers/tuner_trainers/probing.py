"""What the probes share: versions of packages, findings, the report. Standard library only, for any Python.

A probe runs as a script before anything else is known to work; its report is ``probeReportSchema`` of
``@tuner/core/contract``, as one line of JSON.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import sys
from collections.abc import Iterable
from typing import Any

Finding = dict


def versions_of(names: Iterable[str]) -> dict[str, str | None]:
    """The version of each package that is installed; None for the others."""
    return {name: _version(name) for name in names}


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def error(code: str, message: str, fix: str) -> Finding:
    """A finding that stands against training."""
    return {"code": code, "severity": "error", "message": message, "fix": fix}


def missing(names: Iterable[str], versions: dict[str, str | None], backend: str) -> list[Finding]:
    """A finding for each needed package that is not installed."""
    fix = f"Build the managed environment: await tuner.ensureEnvironment('{backend}')."
    absent = [name for name in names if versions[name] is None]
    return [
        error("PACKAGE_MISSING", f"The Python package {name} is not installed in {sys.prefix}.", fix) for name in absent
    ]


def cpu_device() -> dict[str, Any]:
    """The processor, as a device to train on."""
    name = platform.processor() or platform.machine()
    return {"kind": "cpu", "name": name, "memoryBytes": _memory(), "bf16": False}


def _memory() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


def report(versions: dict[str, str | None], device: dict[str, Any] | None, findings: list[Finding]) -> None:
    """Prints the report."""
    python = platform.python_version()
    print(json.dumps({"python": python, "versions": versions, "device": device, "findings": findings}))
