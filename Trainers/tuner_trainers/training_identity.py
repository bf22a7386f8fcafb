"""What a checkpoint and the training that goes on from it must have in common."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tuner_trainers.errors import TrainerError
from tuner_trainers.hashes import hash_file, hash_json
from tuner_trainers.launch import Launch
from tuner_trainers.methods import find_method
from tuner_trainers.model.source import Source
from tuner_trainers.probing import versions_of
from tuner_trainers.protocol.events import Events

_SECTIONS = ("model", "lora", "training", "kto", "dataset", "data", "seed")
# What is done beside the training, where things lie, and how fast it goes: free to change.
_FREE = frozenset({
    "output_dir", "save_strategy", "save_steps", "save_total_limit", "logging_steps", "report_to", "eval_strategy",
    "eval_steps", "eval_on_start", "per_device_eval_batch_size", "load_best_model_at_end", "metric_for_best_model",
    "early_stopping_patience", "dataloader_num_workers", "dataloader_pin_memory", "gradient_checkpointing",
    "use_gradient_checkpointing", "model_name", "name", "cache_dir", "trust_remote_code", "dataset_name",
    "dataset_file", "local_file", "dataset_path", "evaluation_file", "num_proc",
})  # fmt: skip
_PACKAGES = {
    "tuner_trainers.trl": ("torch", "transformers", "trl", "peft", "datasets", "accelerate"),
    "tuner_trainers.mlx": ("mlx", "mlx-lm", "transformers"),
}
_HINT = "Go on with what the checkpoint was trained with, or start a new training from its weights."


def identify(launch: Launch, source: Source) -> dict[str, Any]:
    """The part of a manifest that says whose checkpoint it is: run, training, data, model, versions of the packages."""
    return {
        "runId": launch.run_id,
        "identity": {
            "method": launch.method, "settings": dict(_settings(launch.config)), "data": hash_file(launch.data),
            "model": _model_of(source.base), "start": _model_of(str(source.adapter)) if source.adapter else None,
        },
        "versions": {"python": platform.python_version(), **versions_of(_PACKAGES[find_method(launch.method).engine])},
    }  # fmt: skip


def check_identity(folder: Path, manifest: Mapping[str, Any], expected: Mapping[str, Any], events: Events) -> None:
    """Raises TrainerError when a checkpoint is of another run or training; warns of other versions of the packages.

    What its manifest does not say, as one of an older version, is not checked.
    """
    for key, found, wanted in _differences(manifest, expected):
        message = f"{folder} belongs to another training: its {key} is {found!r}, not {wanted!r}."
        raise TrainerError("CHECKPOINT_INVALID", message, _HINT, {"key": key})
    there, here = manifest.get("versions") or {}, expected["versions"]
    changed = [f"{name} {there[name]} → {here.get(name)}" for name in sorted(there) if there[name] != here.get(name)]
    if changed:
        message = f"Other packages than before: {', '.join(changed)}. The weights may differ from an unbroken run's."
        events.emit("warning", code="packages_changed", message=message, details={"before": there, "now": here})


def _differences(manifest: Mapping[str, Any], expected: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    if manifest.get("runId") and expected["runId"] and manifest["runId"] != expected["runId"]:
        yield "run", manifest["runId"], expected["runId"]
    there, here = manifest.get("identity") or {}, expected["identity"]
    settings = there.get("settings") or {}
    for key in sorted(settings.keys() & here["settings"].keys()):
        if settings[key] != here["settings"][key]:
            yield key, settings[key], here["settings"][key]
    for key in ("method", "data", "model", "start"):
        if key in there and there[key] != here[key]:
            yield key, there[key], here[key]


def _settings(document: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every key that the weights depend on, by its dotted path."""
    for key, value in document.items():
        if (path == "" and key not in _SECTIONS) or (path != "" and key in _FREE):
            continue
        name = f"{path}.{key}" if path else key
        if isinstance(value, Mapping):
            yield from _settings(value, name)
        else:
            yield name, value


def _model_of(name: str) -> str:
    """A folder's configuration, and the names and sizes of its weights, as one hash; else the id on the hub."""
    folder = Path(name)
    if not folder.is_dir():
        return name
    configs = [(file.name, hash_file(file)) for file in sorted(folder.glob("*config.json"))]
    weights = [(file.name, file.stat().st_size) for file in sorted(folder.glob("*.safetensors"))]
    return hash_json([configs, weights])
