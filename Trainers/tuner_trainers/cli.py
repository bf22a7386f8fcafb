"""The command line of the trainers."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tuner_trainers.config.resolve import resolve
from tuner_trainers.errors import TrainerError
from tuner_trainers.launch import Launch, read_launch


def parse_arguments(method: str, argv: list[str]) -> argparse.Namespace:
    """Reads the arguments; ends the process with 2 when they are wrong, with 0 after `--help`."""
    parser = argparse.ArgumentParser(prog=f"train_{method}.py", description=f"{method.upper()} training with TRL.")
    parser.add_argument("--launch", metavar="FILE", help="run under Tuner; no other option may stand beside it")
    parser.add_argument("--config", metavar="FILE", help="configuration (default: configs/config.yaml by the script)")
    parser.add_argument("--set", metavar="KEY=VALUE", action="append", default=[], dest="settings",
                        help="change a key, such as training.max_steps=10; may stand several times")  # fmt: skip
    parser.add_argument("--device", choices=("cuda", "cpu"), help="system.device")
    parser.add_argument("--model", help="model.model_name: an id, a folder, or builtin:tiny")
    parser.add_argument("--data", metavar="FILE", help="dataset.local_file: JSON Lines to train on")
    parser.add_argument("--output", metavar="DIR", help="training.output_dir: events.jsonl, checkpoints/, model/")
    parser.add_argument("--resume", metavar="DIR", nargs="?", const="", default=None,
                        help="go on from a checkpoint, without DIR from the newest of the output")  # fmt: skip
    args = parser.parse_args(argv)
    if args.launch and len(argv) > (1 if argv[0].startswith("--launch=") else 2):
        parser.error("--launch stands alone: what to train is in the launch document")
    return args


def read_job(method: str, args: argparse.Namespace) -> Launch:
    """What to do, from the parsed arguments; raises TrainerError."""
    return read_launch(args.launch, method) if args.launch else _alone(method, args)


def _alone(method: str, args: argparse.Namespace) -> Launch:
    default = Path(sys.argv[0]).resolve().parent / "configs" / "config.yaml"
    named = {"system.device": args.device, "model.model_name": args.model, "dataset.local_file": args.data}
    config_path = Path(args.config or default)
    config = resolve(method, config_path, args.settings, named | {"training.output_dir": args.output})
    data, evaluation = config["dataset"].get("local_file"), config["dataset"].get("evaluation_file")
    if not data:
        raise TrainerError("DATASET_NOT_SET", "No data file is set.", "Pass --data FILE or set dataset.local_file.")
    # Paths of the command line count from the working directory, those of the file from the file.
    data = Path(data) if args.data else config_path.parent / data
    output = Path(args.output or config["training"]["output_dir"]).resolve()
    return Launch(
        method=method, attempt=_prepare_output(output, resuming=args.resume is not None), config=config,
        events=output / "events.jsonl", requests=output, ack=output / "ack.json",
        checkpoints=output / "checkpoints", model=output / "model", cache=_user_cache(), data=data.resolve(),
        evaluation_data=(config_path.parent / evaluation).resolve() if evaluation else None,
        resume_from=None if args.resume is None else Path(args.resume or output / "checkpoints").resolve(), alone=True,
    )  # fmt: skip


def _prepare_output(output: Path, *, resuming: bool) -> int:
    events = output / "events.jsonl"
    if events.exists() and not resuming:
        hint = "Name another folder with --output, or go on with --resume."
        raise TrainerError("CONFIG_CONFLICT", f"{output} already holds a run.", hint)
    output.mkdir(parents=True, exist_ok=True)
    for name in ("ack.json", "stop.json", "cancel.json"):
        (output / name).unlink(missing_ok=True)
    return 1 + (events.read_text(encoding="utf-8").count('"type":"hello"') if events.exists() else 0)


def _user_cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "tuner"
