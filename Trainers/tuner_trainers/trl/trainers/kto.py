"""KTO on rows that are token ids already."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from trl import KTOTrainer

from tuner_trainers.data.pairs import rotate
from tuner_trainers.trl.trainers.counting import CountingMixin
from tuner_trainers.trl.trainers.light import LightMixin
from tuner_trainers.trl.trainers.reference import ReferenceMemory
from tuner_trainers.trl.trainers.room import RoomMixin
from tuner_trainers.trl.trainers.two_stage import lower_from


class TunerKTOTrainer(RoomMixin, LightMixin, CountingMixin, KTOTrainer):
    """TRL's KTOTrainer for rows of `prompt_ids`, `completion_ids` and `label`.

    `between` is called before each batch whose reference is computed ahead of the training.
    `reference`, where it is given, remembers what the reference says of a batch.
    `second_stage`: from which optimizer step on the learning rate is multiplied by what factor.
    """

    def __init__(
        self, *args: Any, between: Callable[[], None], reference: ReferenceMemory | None = None,
        second_stage: tuple[int, float] | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        self._between, self._second_stage = between, second_stage
        super().__init__(*args, **kwargs)
        self._reference = reference
        if reference:
            # From here on TRL looks for the numbers in the batch.
            self.precompute_ref_logps = True

    def compute_loss(self, model: Any, inputs: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The loss of a batch; what the reference says of it is computed when the batch is seen for the first time."""
        if self._reference:
            compute = lambda batch: super(TunerKTOTrainer, self).compute_ref_log_probs(model, batch)  # noqa: E731
            inputs = self._reference.complete(inputs, compute)
        return super().compute_loss(model, inputs, *args, **kwargs)

    def train(self, *args: Any, **kwargs: Any) -> Any:
        """Trains; once every row was seen, what the reference says of them is kept for other runs."""
        result = super().train(*args, **kwargs)
        if self._reference and (self.state.epoch or 0) >= 1:
            self._reference.save()
        return result

    def create_scheduler(self, *args: Any, **kwargs: Any) -> Any:
        """The schedule of the configuration, with its second stage."""
        is_new = self.lr_scheduler is None
        schedule = super().create_scheduler(*args, **kwargs)
        if is_new and self._second_stage:
            lower_from(schedule, *self._second_stage)
        return schedule

    def _prepare_dataset(self, dataset: Any, processing_class: Any, args: Any, dataset_name: str) -> Any:
        size = args.per_device_train_batch_size
        if not self.calculate_KL:
            return dataset
        # The KL term needs answers to other prompts: within each batch, every row gets its predecessor's.
        return dataset.map(_rotate_completions, batched=True, batch_size=size)

    def compute_ref_log_probs(self, model: Any, inputs: dict[str, Any]) -> Any:
        """One batch of what the reference says."""
        self._between()
        return super().compute_ref_log_probs(model, inputs)

    def _load_from_checkpoint(self, resume_from_checkpoint: str, model: Any = None) -> None:
        super()._load_from_checkpoint(resume_from_checkpoint, model)
        # Beside the reference adapter's folder, some versions overlook the trained adapter at the top.
        if "ref" in getattr(self.model, "peft_config", {}) and Path(resume_from_checkpoint, "ref").is_dir():
            self.model.load_adapter(resume_from_checkpoint, "default", is_trainable=True)
            self.model.set_adapter("default")


def _rotate_completions(batch: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {"KL_completion_ids": rotate(batch["completion_ids"])}
