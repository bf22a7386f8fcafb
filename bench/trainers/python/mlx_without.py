"""`python mlx_without.py LEVER SCRIPT ARGUMENTS...`: our trainer with MLX, with one thing that makes it fast taken out.

LEVER: learned-places (logits where tokens are learned only), fused-loss (its own gradient of the loss),
cached-reference (KTO's reference computed once).
"""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path

# Our trainer's own setting on a CPU; MLX reads it when it is imported, which is earlier here.
os.environ["MLX_DISABLE_COMPILE"] = "1"

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "Trainers"))


def main() -> None:
    """Takes the lever out and runs the script."""
    lever, *sys.argv = sys.argv[1:]
    {"learned-places": _every_place, "fused-loss": _autodiff, "cached-reference": _every_step}[lever]()
    runpy.run_path(sys.argv[0], run_name="__main__")


def _every_place() -> None:
    from tuner_trainers.mlx import head

    head._find_head = lambda model: None


def _autodiff() -> None:
    from tuner_trainers.mlx import scores, tokens

    tokens.score = lambda head, states, targets, learns: scores._score(head.call, states, targets)


def _every_step() -> None:
    from tuner_trainers.mlx import assemble

    assemble._computes_once = lambda *arguments: False


if __name__ == "__main__":
    main()
