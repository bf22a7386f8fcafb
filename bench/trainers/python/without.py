"""`python without.py LEVER SCRIPT ARGUMENTS...`: our TRL trainer with one thing that makes it fast taken out.

LEVER: sparse-head (scores of learned tokens only, and no mask), no-mask (no mask over padding on the right),
no-checkpointing (activations kept, not computed again).
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import runpy
import sys

_CHANGES = {
    "sparse-head": ("tuner_trainers.trl.model.head", "use_sparse_head", lambda model: False),
    "no-mask": ("tuner_trainers.trl.model.head", "_is_padded_right", lambda mask: False),
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
