"""`python without.py LEVER SCRIPT ARGUMENTS...`: our TRL trainer with one thing that makes it fast taken out.

LEVER: sparse-head (scores of learned tokens only; neither padding nor a mask), padding-free (rows end to end), no-mask
(neither padding nor a mask over it), no-checkpointing (activations kept, not computed again), fused-lora (a LoRA layer
as one operation), light (no walk over all modules in a step), collection (no search for garbage at first), kept-memory
(what a step frees is kept for the next).
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import runpy
import sys
from types import SimpleNamespace

_NO_GARBAGE_COLLECTOR = SimpleNamespace(disable=lambda: None, enable=lambda: None)
_CHANGES = {
    "sparse-head": ("tuner_trainers.trl.model.head", "use_sparse_head", lambda model: False),
    "no-mask": ("tuner_trainers.trl.model.head", "_is_padded_right", lambda mask: False),
    "padding-free": ("tuner_trainers.trl.model.head", "takes_no_padding", lambda model: False),
    "fused-lora": ("tuner_trainers.trl.model.fused_lora", "fuse_lora", lambda model: 0),
    "light": ("tuner_trainers.trl.trainers.light", "lighten", lambda model: None),
    "collection": ("tuner_trainers.main", "gc", _NO_GARBAGE_COLLECTOR),
    "kept-memory": ("tuner_trainers.trl.device", "keep_freed_memory", lambda: None),
    "no-checkpointing": ("tuner_trainers.trl.device", "checkpointing", lambda config: True),
}


class _Changing(importlib.abc.MetaPathFinder):
    """Changes one name of a module when it is imported, and not earlier: what is imported when stays as it is."""

    def __init__(self, module, name, value):
        self._module, self._name, self._value = module, name, value

    def find_spec(self, fullname, path=None, target=None):
        """Finds the module, and none other."""
        if fullname != self._module:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(fullname)
        run = spec.loader.exec_module
        spec.loader.exec_module = lambda module: (run(module), setattr(module, self._name, self._value))
        return spec


def main() -> None:
    """Takes the lever out and runs the script."""
    lever, *sys.argv = sys.argv[1:]
    sys.meta_path.insert(0, _Changing(*_CHANGES[lever]))
    runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main()
