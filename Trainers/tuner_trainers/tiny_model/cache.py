"""The tiny model in a cache folder: built once, shared by every process that asks."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

# Raise it when the recipe of weights or tokenizer changes: cached models of the old recipe are then left alone.
_RECIPE = 3


def ensure_tiny_model(cache_dir: str | Path, seed: int = 0) -> Path:
    """The folder of the tiny model of `seed` below `cache_dir`; builds it first if it is not there.

    Safe when several processes do it at once: each builds into a folder of its own, the first rename wins.
    """
    cache = Path(cache_dir)
    target = cache / f"tiny-model-{_RECIPE}-{seed}"
    if not target.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        _build_into(cache, target, seed)
    return target


def _build_into(cache: Path, target: Path, seed: int) -> None:
    from tuner_trainers.tiny_model.build import build

    temporary = Path(tempfile.mkdtemp(prefix=".tiny-model-", dir=cache))
    try:
        build(temporary, seed)
        temporary.chmod(0o755)
        temporary.rename(target)
    except OSError:
        # Another process was first; anything else is a real error.
        if not target.is_dir():
            raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
