"""Says what this Python can train with, as one line of JSON. Runs as a script, before anything else is known to work.

Usage: ``python probe.py --device cuda|cpu``. The report's schema is ``probeReportSchema`` of ``@tuner/core/contract``.
"""

import argparse
import importlib.metadata
import json
import os
import platform
import sys
from typing import Any, Optional

NEEDED = ("torch", "transformers", "trl", "peft", "datasets", "accelerate", "safetensors", "jsonschema", "pyyaml", "psutil")
OPTIONAL = ("bitsandbytes", "unsloth", "wandb")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda", help="where the training is to run")
    device = parser.parse_args().device
    versions = {name: _version(name) for name in (*NEEDED, *OPTIONAL)}
    findings = [_missing(name) for name in NEEDED if versions[name] is None]
    found: Optional[dict[str, Any]] = None
    if versions["torch"] is not None:
        found, problem = _look(device)
        findings += [problem] if problem else []
    report = {"python": platform.python_version(), "versions": versions, "device": found, "findings": findings}
    print(json.dumps(report))


def _version(name: str) -> Optional[str]:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _missing(name: str) -> "dict[str, str]":
    fix = "Build the managed environment: await tuner.ensureEnvironment('rtx')."
    message = f"The Python package {name} is not installed in {sys.prefix}."
    return {"code": "PACKAGE_MISSING", "severity": "error", "message": message, "fix": fix}


def _look(device: str) -> "tuple[Optional[dict[str, Any]], Optional[dict[str, str]]]":
    try:
        import torch
    except Exception as error:  # a broken native library can raise anything
        message = f"PyTorch is installed but cannot be imported: {error}"
        fix = "Build the managed environment again, or reinstall torch."
        return None, {"code": "PROBE_FAILED", "severity": "error", "message": message, "fix": fix}
    if device == "cpu":
        return {"kind": "cpu", "name": platform.processor() or platform.machine(), "memoryBytes": _memory(), "bf16": False}, None
    if not torch.cuda.is_available():
        return None, _no_gpu(torch.version.cuda)
    properties = torch.cuda.get_device_properties(0)
    bf16 = properties.major >= 8
    return {"kind": "cuda", "name": properties.name, "memoryBytes": properties.total_memory, "bf16": bf16}, None


def _no_gpu(cuda: Optional[str]) -> "dict[str, str]":
    reason = "this build of PyTorch has no CUDA" if cuda is None else "no NVIDIA GPU or driver was found"
    fix = "Install NVIDIA's driver and check `nvidia-smi`; or train on the CPU: new RTXBackend({ device: 'cpu' })."
    return {"code": "GPU_NOT_FOUND", "severity": "error", "message": f"CUDA is not available: {reason}.", "fix": fix}


def _memory() -> Optional[int]:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


if __name__ == "__main__":
    main()
