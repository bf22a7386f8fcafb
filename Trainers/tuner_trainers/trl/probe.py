"""Says what this Python can train with, as one line of JSON: PyTorch, CUDA, memory, versions.

Usage: ``python probe.py --device cuda|cpu``. Runs as a script, on any Python, before anything is known to work.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any

# As a script: the folder of the trainers stands first, and none of this folder's names hides a package.
sys.path[0] = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from tuner_trainers.probing import Finding, cpu_device, error, missing, report, versions_of  # noqa: E402

NEEDED = (
    "torch", "transformers", "trl", "peft", "datasets", "accelerate", "safetensors", "jsonschema", "pyyaml", "psutil",
)
OPTIONAL = ("bitsandbytes", "unsloth", "wandb", "tensorboard", "trackio")


def main() -> None:
    """Prints the report for a device."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda", help="where the training is to run")
    device = parser.parse_args().device
    versions = versions_of((*NEEDED, *OPTIONAL))
    findings = missing(NEEDED, versions, "rtx")
    found, problem = (None, None) if versions["torch"] is None else _look(device)
    report(versions, found, findings + ([problem] if problem else []))


def _look(device: str) -> tuple[dict[str, Any] | None, Finding | None]:
    try:
        import torch
    except Exception as problem:  # a broken native library can raise anything
        fix = "Build the managed environment again, or reinstall torch."
        return None, error("PROBE_FAILED", f"PyTorch is installed but cannot be imported: {problem}", fix)
    if device == "cpu":
        return cpu_device(), None
    if not torch.cuda.is_available():
        return None, _no_gpu(torch.version.cuda)
    properties = torch.cuda.get_device_properties(0)
    bf16 = properties.major >= 8
    return {"kind": "cuda", "name": properties.name, "memoryBytes": properties.total_memory, "bf16": bf16}, None


def _no_gpu(cuda: str | None) -> Finding:
    reason = "this build of PyTorch has no CUDA" if cuda is None else "no NVIDIA GPU or driver was found"
    fix = "Install NVIDIA's driver and check `nvidia-smi`; or train on the CPU: new RTXBackend({ device: 'cpu' })."
    return error("GPU_NOT_FOUND", f"CUDA is not available: {reason}.", fix)


if __name__ == "__main__":
    main()
