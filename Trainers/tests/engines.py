"""The Python of the other engine: TUNER_MLX_PYTHON names the one that has MLX."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

MLX = os.environ.get("TUNER_MLX_PYTHON")
needs_mlx = pytest.mark.skipif(not MLX, reason="TUNER_MLX_PYTHON names no Python with MLX")


def mlx(program: str, *arguments: Any) -> None:
    """Runs a program with MLX on the CPU, in the folder of the trainers."""
    environment = os.environ | {"MLX_DISABLE_COMPILE": "1", "PYTHONPATH": "."}
    command = [str(MLX), "-c", program, *map(str, arguments)]
    root = Path(__file__).parents[1]
    subprocess.run(command, check=True, cwd=root, env=environment, capture_output=True, timeout=120)
