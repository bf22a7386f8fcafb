"""Tests of the supervisor's modules, in Python: ``python -m unittest discover -t . -s unit`` in the folder above."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "supervisor"))
