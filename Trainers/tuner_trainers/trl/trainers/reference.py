"""What KTO's reference says of a batch: it never changes, so it is computed once and remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import torch

from tuner_trainers.cache import Entry

_FILE = "reference.safetensors"
_OF_ROWS, _OF_OTHERS = "ref_logps", "ref_KL_logps"


class ReferenceMemory:
    """Log-probabilities by batch, from the first time that a batch is seen; what a run computed serves the next one.

    `find` gives the entry of the cache, None for no cache; it may take long and is called beside the training's begin.
    """

    def __init__(self, find: Callable[[], Entry | None]) -> None:
        pool = ThreadPoolExecutor(1)
        self._finding = pool.submit(find)
        pool.shutdown(wait=False)
        self._entry: Entry | None = None
        self._known: dict[str, torch.Tensor] | None = None

    def complete(self, batch: dict[str, Any], compute: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        """The batch with the reference's log-probabilities; `compute` gives those of a batch that is new."""
        if self._known is None:
            self._entry = self._finding.result()
            self._known = _read(self._entry)
        key, device = _name_of(batch), batch["input_ids"].device
        if f"{key}.{_OF_ROWS}" not in self._known:
            for name, values in zip((_OF_ROWS, _OF_OTHERS), compute(batch), strict=True):
                if values is not None:
                    self._known[f"{key}.{name}"] = values.detach().float().cpu()
        found = {name: self._known.get(f"{key}.{name}") for name in (_OF_ROWS, _OF_OTHERS)}
        return batch | {name: values.to(device) for name, values in found.items() if values is not None}

    def save(self) -> None:
        """Keeps what is known for other runs, unless it is kept already."""
        if self._entry is None or not self._known or self._entry.read() is not None:
            return
        from safetensors.torch import save_file

        with self._entry.write() as folder:
            save_file(self._known, folder / _FILE)


def _read(entry: Entry | None) -> dict[str, torch.Tensor]:
    folder = entry.read() if entry else None
    if folder is None:
        return {}
    from safetensors.torch import load_file

    try:
        return load_file(folder / _FILE)
    except OSError:
        # Another process removed it just now.
        return {}


def _name_of(batch: dict[str, Any]) -> str:
    """A hash of everything that the reference is asked about; padding counts, since it changes the last bits."""
    found = hashlib.blake2b(digest_size=16)
    for name in sorted(name for name in batch if name.endswith(("input_ids", "_mask"))):
        values = batch[name].cpu().contiguous()
        found.update(f"{name} {tuple(values.shape)}".encode())
        found.update(values.numpy().tobytes())
    return found.hexdigest()
