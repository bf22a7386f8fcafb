"""SFT on rows that are token ids already."""

from __future__ import annotations

from typing import Any

from trl import SFTTrainer

from tuner_trainers.trl.args import Grouping
from tuner_trainers.trl.samplers import sample_in_batches, sample_in_steps
from tuner_trainers.trl.trainers.counting import CountingMixin
from tuner_trainers.trl.trainers.light import LightMixin
from tuner_trainers.trl.trainers.room import RoomMixin


class TunerSFTTrainer(RoomMixin, LightMixin, CountingMixin, SFTTrainer):
    """TRL's SFTTrainer; `group_by_length` puts rows of like length into one batch: of all rows, or of one step's."""

    def __init__(self, *args: Any, group_by_length: Grouping | None = None, **kwargs: Any) -> None:
        self._group_by_length = group_by_length
        super().__init__(*args, **kwargs)

    def _get_train_sampler(self, train_dataset: Any = None) -> Any:
        if self._group_by_length is None:
            return super()._get_train_sampler(train_dataset)
        dataset = self.train_dataset if train_dataset is None else train_dataset
        lengths = [len(ids) for ids in dataset["input_ids"]]
        size, seed = self.args.per_device_train_batch_size, self.args.seed
        if self._group_by_length == "all":
            return sample_in_batches(lengths, size, seed)
        return sample_in_steps(lengths, size * self.args.gradient_accumulation_steps, seed)
