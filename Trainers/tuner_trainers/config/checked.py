"""The configuration of a launch as its trainer may rely on it."""

from __future__ import annotations

import dataclasses

from tuner_trainers.config.schema import check, fill_defaults, load_schema
from tuner_trainers.launch import Launch


def checked(launch: Launch) -> Launch:
    """The launch with a configuration that has every key. Raises TrainerError where one is wrong."""
    schema = load_schema(launch.method)
    config = fill_defaults(launch.config, schema)
    check(config, schema)
    return dataclasses.replace(launch, config=config)
