"""Puts a trainer of TRL together with our callbacks."""

from __future__ import annotations

import copy
import functools
from typing import Any, NamedTuple

from transformers import PrinterCallback, ProgressCallback

from tuner_trainers.best import best_rule
from tuner_trainers.checkpoint import CheckpointStore
from tuner_trainers.launch import Launch
from tuner_trainers.protocol.events import Events
from tuner_trainers.reporting.reporter import Reporter
from tuner_trainers.requests import Requests
from tuner_trainers.trl.args import build_arguments, check_kto, length_grouping, remembers_reference
from tuner_trainers.trl.callbacks.best import BestCallback
from tuner_trainers.trl.callbacks.checkpoints import CheckpointCallback
from tuner_trainers.trl.callbacks.reporting import ReportingCallback, memory_of
from tuner_trainers.trl.callbacks.samples import SamplesCallback
from tuner_trainers.trl.callbacks.stopping import HealthCallback, StoppingCallback
from tuner_trainers.trl.model.fused_lora import fuse_lora
from tuner_trainers.trl.model.head import use_sparse_heads
from tuner_trainers.trl.trainers.light import lighten


class Callbacks(NamedTuple):
    """The callbacks of one training, in the order in which they are called."""

    reporting: ReportingCallback
    health: HealthCallback
    stopping: StoppingCallback
    best: BestCallback
    samples: SamplesCallback
    checkpoints: CheckpointCallback


def build_trainer(
    launch: Launch, events: Events, requests: Requests, model: Any, tokenizer: Any, rows: Any, evaluation: Any,
    *, resumes: bool,
) -> tuple[Any, Callbacks]:  # fmt: skip
    """The trainer of the launch's method, ready for `train()`, and its callbacks."""
    callbacks = _callbacks(launch, events, requests, evaluates=evaluation is not None)
    shared = {
        "model": model, "processing_class": tokenizer, "train_dataset": rows, "eval_dataset": evaluation,
        "callbacks": list(callbacks),
    }  # fmt: skip
    make = _kto if launch.method == "kto" else _sft
    trainer = make(launch, requests, shared, evaluates=evaluation is not None, resumes=resumes)
    for printing in (PrinterCallback, ProgressCallback):
        trainer.remove_callback(printing)
    callbacks.reporting.trainer = callbacks.health.trainer = trainer
    if launch.config["system"]["device"] == "cpu":
        use_sparse_heads(trainer)
        fuse_lora(trainer.model)
        lighten(trainer.model)
    return trainer, callbacks


def _callbacks(launch: Launch, events: Events, requests: Requests, *, evaluates: bool) -> Callbacks:
    training = launch.config["training"]
    rule = best_rule(training, evaluates=evaluates and training["eval_strategy"] != "no")
    kind = "model" if training["fine_tune_type"] == "full" else "adapter"
    device = launch.config["system"]["device"]
    reporter = Reporter(events, lambda: memory_of(device))
    store = CheckpointStore(reporter.events, launch.checkpoints, kind, training["save_total_limit"], launch.origin)
    return Callbacks(
        ReportingCallback(reporter, launch.config["evaluation"]["sample_steps"]),
        HealthCallback(events),
        StoppingCallback(requests, launch.checkpoints),
        BestCallback(rule, store, events),
        SamplesCallback(launch.config["evaluation"], reporter.events),
        CheckpointCallback(store, rule),
    )


def _sft(launch: Launch, requests: Requests, shared: dict[str, Any], **flags: bool) -> Any:
    from trl import SFTConfig

    from tuner_trainers.trl.trainers.sft import TunerSFTTrainer

    args = build_arguments(SFTConfig, launch, **flags)
    return TunerSFTTrainer(args=args, group_by_length=length_grouping(launch.config), **shared)


def _kto(launch: Launch, requests: Requests, shared: dict[str, Any], **flags: bool) -> Any:
    from trl import KTOConfig

    from tuner_trainers.trl.reference_entry import reference_entry
    from tuner_trainers.trl.trainers.kto import TunerKTOTrainer
    from tuner_trainers.trl.trainers.kto_s import KtoSTrainer
    from tuner_trainers.trl.trainers.reference import ReferenceMemory

    training = launch.config["training"]
    check_kto(training)
    args = build_arguments(KTOConfig, launch, **flags)
    # A model that is trained in full has no adapter to switch off: without numbers computed before, the reference is
    # a copy of how it began.
    copies = training["fine_tune_type"] == "full" and not args.precompute_ref_log_probs
    reference = copy.deepcopy(shared["model"]).requires_grad_(False) if copies else None
    staged = (training["lr_reduction_step"], training["lr_reduction_factor"])
    trainer = KtoSTrainer if training["use_kto_s"] else TunerKTOTrainer
    stage = staged if training["use_two_stage_lr"] else None
    find = functools.partial(reference_entry, launch, shared["model"])
    memory = ReferenceMemory(find) if remembers_reference(training) else None
    return trainer(
        args=args, ref_model=reference, between=requests.raise_if_asked, reference=memory, second_stage=stage, **shared
    )
