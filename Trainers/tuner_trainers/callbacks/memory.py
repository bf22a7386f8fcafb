"""How much memory the trainer uses."""

from __future__ import annotations

import sys


def memory_bytes(device: str) -> tuple[int | None, int | None]:
    """Memory in use and its peak, in bytes: the GPU's on cuda, else resident memory; None where it is not known."""
    if device == "cuda":
        import torch

        return torch.cuda.memory_reserved(), torch.cuda.max_memory_reserved()
    import psutil

    return psutil.Process().memory_info().rss, _peak_resident()


def _peak_resident() -> int | None:
    if sys.platform == "win32":
        import psutil

        return psutil.Process().memory_info().peak_wset
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
