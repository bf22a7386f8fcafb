"""SFT or KTO with MLX: under Tuner with `--launch`, alone with `--config`; `--help` says more."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tuner_trainers.main import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main("mlx", sys.argv[1:]))
