"""Room on the disk for what a trainer saves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tuner_trainers.disk import require_room


class RoomMixin:
    """For a Trainer: looks for room before each checkpoint. Raises TrainerError DISK_FULL when there is none."""

    def _save_checkpoint(self, *args: Any, **kwargs: Any) -> None:
        trained = (part for part in self.model.parameters() if part.requires_grad)
        require_room(Path(self.args.output_dir), sum(part.numel() * part.element_size() for part in trained))
        super()._save_checkpoint(*args, **kwargs)
