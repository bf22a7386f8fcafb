"""SFT on rows that are token ids already."""

from __future__ import annotations

from typing import Any

from trl import SFTTrainer

from tuner_trainers.trl.samplers import LengthGroupedSampler
from tuner_trainers.trl.trainers.counting import CountingMixin
from tuner_trainers.trl.trainers.light import LightMixin
from tuner_trainers.trl.trainers.room import RoomMixin


class TunerSFTTrainer(RoomMixin, LightMixin, CountingMixin, SFTTrainer):
    """TRL's SFTTrainer; `group_by_length` puts rows of like length into one batch."""

    def __init__(self, *args: Any, group_by_length: bool = False, **kwargs: Any) -> None:
        self._group_by_length = group_by_length
        super().__init__(*args, **kwargs)

    def _get_train_sampler(self, train_dataset: Any = None) -> Any:
        if not self._group_by_length:
            return super()._get_train_sampler(train_dataset)
        dataset = self.train_dataset if train_dataset is None else train_dataset
        lengths = [len(ids) for ids in dataset["input_ids"]]
        return LengthGroupedSampler(lengths, self.args.per_device_train_batch_size, self.args.seed)
