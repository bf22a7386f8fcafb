"""Says what this Python can train with, as one line of JSON: MLX, Metal, memory, versions.

Usage: ``python probe.py --device metal|cpu``. Runs as a script, on any Python, before anything is known to work.
"""

import argparse
import os
import sys

# As a script: the folder of the trainers stands first, and none of this folder's names hides a package.
sys.path[0] = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from tuner_trainers.mlx.machine import missing_wheels, no_metal  # noqa: E402
from tuner_trainers.probing import cpu_device, error, missing, report, versions_of  # noqa: E402

NEEDED = ("mlx", "mlx-lm", "transformers", "numpy", "safetensors", "jsonschema", "pyyaml", "psutil")
OPTIONAL = ("mlx-metal", "mlx-cpu", "huggingface-hub", "tokenizers")


def main() -> None:
    """Prints the report for a device."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--device", choices=("metal", "cpu"), default="metal", help="where the training is to run")
    device = parser.parse_args().device
    versions = versions_of((*NEEDED, *OPTIONAL))
    machine = [finding for finding in (no_metal() if device == "metal" else None, missing_wheels()) if finding]
    found, problem = (None, None) if versions["mlx"] is None else _look(device)
    # Off Apple silicon the machine has been told already.
    problems = machine or ([problem] if problem else [])
    report(versions, found, problems + missing(NEEDED, versions, "mac"))


def _look(device):
    try:
        import mlx.core as mx
    except Exception as problem:  # a broken native library can raise anything
        fix = "Build the managed environment again, or reinstall mlx."
        return None, error("PROBE_FAILED", f"MLX is installed but cannot be imported: {problem}", fix)
    if device == "cpu":
        return cpu_device(), None
    if not mx.metal.is_available():
        fix = "Train on the Mac itself and not in a virtual machine or over a build of MLX without Metal."
        return None, error("GPU_NOT_FOUND", "MLX finds no Metal device.", fix)
    info = mx.device_info(mx.gpu)
    name, memory = info.get("device_name"), info.get("memory_size")
    return {"kind": "metal", "name": name, "memoryBytes": memory, "bf16": True}, None


if __name__ == "__main__":
    main()
