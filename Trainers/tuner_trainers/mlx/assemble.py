"""Puts a training together: objective, reference, optimizer, loop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tuner_trainers.best import best_rule
from tuner_trainers.cache import Cache, Entry
from tuner_trainers.checkpoint import CheckpointStore
from tuner_trainers.launch import Launch
from tuner_trainers.mlx.adapter_files import Adapter
from tuner_trainers.mlx.device import memory_of
from tuner_trainers.mlx.head import Logits
from tuner_trainers.mlx.kto import Kto
from tuner_trainers.mlx.model import Loaded
from tuner_trainers.mlx.optimizer import Optimizer
from tuner_trainers.mlx.outputs import model_writer
from tuner_trainers.mlx.parts import Parts
from tuner_trainers.mlx.plan import Plan
from tuner_trainers.mlx.reference import Precomputed, Reference, ScaledOff, precompute
from tuner_trainers.mlx.reference_files import read_reference, reference_key, write_reference
from tuner_trainers.mlx.rows import Prepared, Rows, max_length, order_of
from tuner_trainers.mlx.samples import sampler
from tuner_trainers.mlx.schedules import learning_rate
from tuner_trainers.mlx.sft import Sft
from tuner_trainers.mlx.state import State
from tuner_trainers.mlx.step import Stepper
from tuner_trainers.model.source import Source
from tuner_trainers.protocol.events import Events
from tuner_trainers.reporting.reporter import Reporter
from tuner_trainers.requests import Requests


def assemble(
    launch: Launch, loaded: Loaded, adapter: Adapter | None, source: Source, tokenizer: Any, rows: Prepared,
    resume: Path | None, events: Events, requests: Requests,
) -> Parts:  # fmt: skip
    """Everything that the loop needs; the model still stands where it starts.

    Raises EvaluationStopped or Cancelled when somebody asks for an end while KTO's reference is computed.
    """
    config, training = launch.config, launch.config["training"]
    plan = Plan(training, len(rows.train), order_of(rows, config))
    optimizer = Optimizer(training, learning_rate(training, plan.total))
    logits = Logits(loaded.model)
    row_sets = {"train": rows.train, "held_out": rows.held_out}
    state = State(loaded.model, optimizer, row_sets, _identity(config, plan, rows))
    once = rows.objective == "kto" and _computes_once(adapter, source, plan)
    objective = _objective(config, rows, tokenizer, Precomputed() if once else ScaledOff())
    if once and not (resume and read_reference(resume, row_sets)):
        entry = _entry(launch, loaded, source, row_sets)
        _find_reference(entry, row_sets, lambda part: _compute(logits, part, objective, training, requests), events)
    kind = "adapter" if adapter else "model"
    device = config["system"]["device"]
    strategy = (training["eval_strategy"] or "steps") if rows.held_out else "no"
    reporter = Reporter(events, lambda: memory_of(device))
    told = reporter.events
    return Parts(
        training={**training, "eval_strategy": strategy}, plan=plan, logits=logits, objective=objective,
        stepper=Stepper(logits, objective, optimizer, training["seed"], events), state=state,
        write_model=model_writer(loaded, adapter, tokenizer),
        checkpoints=CheckpointStore(
            told, launch.checkpoints, kind, config["output"]["keep_last_n_checkpoints"], launch.origin
        ),
        reporter=reporter, requests=requests, rows=rows.train,
        held_out=rows.held_out, best=best_rule(training, evaluates=strategy != "no"), events=events,
        sample=sampler(loaded.model, tokenizer, config["evaluation"], training["seed"], told),
        sample_steps=config["evaluation"]["sample_steps"],
    )  # fmt: skip


def _computes_once(adapter: Adapter | None, source: Source, plan: Plan) -> bool:
    """Whether what the reference says of every row is computed before the first step.

    That costs as much as an epoch's share of it. It must be where the adapter multiplied by 0 is not what the training
    started from.
    """
    is_plain = adapter is not None and adapter.fine_tune_type == "lora" and source.adapter is None
    return not is_plain or plan.epochs >= 2


def _objective(config: dict[str, Any], rows: Prepared, tokenizer: Any, reference: Reference) -> Sft | Kto:
    if rows.objective == "sft":
        return Sft(tokenizer.pad_token_id)
    return Kto(tokenizer.pad_token_id, config["kto"], max_length(config), reference)


def _entry(launch: Launch, loaded: Loaded, source: Source, row_sets: dict[str, Rows]) -> Entry:
    key = reference_key(loaded.folder, source.adapter, launch.config, row_sets)
    return Cache(launch.cache).entry("kto-reference", key)


def _find_reference(entry: Entry, row_sets: dict[str, Rows], compute: Callable[[Rows], None], events: Events) -> None:
    if _is_cached(entry, row_sets):
        return
    message = "Computing what the model says before it is trained: KTO's reference."
    events.emit("phase", name="reference", message=message)
    for rows in row_sets.values():
        compute(rows)
    with entry.write() as folder:
        write_reference(folder, row_sets)


def _is_cached(entry: Entry, row_sets: dict[str, Rows]) -> bool:
    found = entry.read()
    try:
        return found is not None and read_reference(found, row_sets)
    except (OSError, RuntimeError):
        # Another process has just removed it.
        return False


def _compute(logits: Logits, rows: Rows, objective: Kto, training: dict[str, Any], requests: Requests) -> None:
    logits.model.eval()
    precompute(logits, rows, training["per_device_eval_batch_size"], objective.collate, requests.raise_if_asked)


def _identity(config: dict[str, Any], plan: Plan, rows: Prepared) -> dict[str, Any]:
    training = config["training"]
    keys = ("per_device_batch_size", "gradient_accumulation_steps", "seed", "fine_tune_type")
    facts = {"objective": rows.objective, "rows": rows.digest(), "total_steps": plan.total}
    return facts | {key: training[key] for key in keys}
