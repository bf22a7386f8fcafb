"""Random numbers: where the generators stand."""

from __future__ import annotations

import random
from typing import Any

import numpy
import torch


def random_state() -> tuple[Any, ...]:
    """The state of every generator that a training draws from."""
    cuda = torch.cuda.get_rng_state_all() if torch.cuda.is_available() else None
    return random.getstate(), numpy.random.get_state(), torch.get_rng_state(), cuda


def restore_random_state(state: tuple[Any, ...]) -> None:
    """Puts the generators back to where `random_state` found them."""
    random.setstate(state[0])
    numpy.random.set_state(state[1])
    torch.set_rng_state(state[2])
    if state[3] is not None:
        torch.cuda.set_rng_state_all(state[3])
