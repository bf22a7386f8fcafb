"""The command line of the trainers."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tuner_trainers.config.resolve import resolve
from tuner_trainers.errors import TrainerError
from tuner_trainers.launch import Launch, read_launch
from tuner_trainers.methods import Method, find_method, value_at
from tuner_trainers.places import Places, find_places, listeners, user_cache
from tuner_trainers.protocol.console import ConsoleEvents

_EXIT_CODES = """\
exit codes: 0 finished, or stopped as asked; 1 an error that nobody foresaw; 2 configuration or arguments; 3 data;
4 packages, device, network or model; 5 out of memory; 6 disk full; 7 a loss or gradient that is not finite;
8 checkpoint; 128 + n after signal n, with the state saved where that was possible.
To stop and save: Ctrl-C once, or make a file stop.json beside events.jsonl."""

# What is done instead of a training.
_ACTIONS = ("prepare", "preview", "probe")


def parse_arguments(name: str, argv: list[str]) -> argparse.Namespace:
    """Reads the arguments; ends the process with 2 when they are wrong, with 0 after `--help`."""
    method = find_method(name)
    parser = argparse.ArgumentParser(
        prog=method.script, description=f"{method.title}.", epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    add = parser.add_argument
    add("--launch", metavar="FILE",
        help="run under Tuner; of the others only --prepare, --preview or --probe may stand beside it")  # fmt: skip
    add("--prepare", action="store_true",
        help="only download the model's files and tokenize the rows, ahead and without the device")  # fmt: skip
    add("--preview", metavar="ROWS", type=_count, nargs="?", const=5,
        help="only show the tokens of the first rows (5) and which of them are learned, as JSON")  # fmt: skip
    add("--probe", action="store_true",
        help="only measure memory and time of two steps of the longest rows; saves nothing")  # fmt: skip
    add("--config", metavar="FILE", help=f"configuration (default: {method.config} by the script)")
    add("--set", metavar="KEY=VALUE", action="append", default=[], dest="settings",
        help="change a key, such as training.max_steps=10; may stand several times")  # fmt: skip
    add("--device", choices=method.devices, help="system.device")
    add("--model", help=f"{method.model}: an id, a folder, or builtin:tiny")
    add("--data", metavar="FILE", help=f"{method.data}: JSON Lines to train on")
    add("--output", metavar="DIR", help="the folder to write to; what is relative in the configuration belongs there")
    add("--resume", metavar="DIR", nargs="?", const="", default=None,
        help="go on from a checkpoint, without DIR from the newest of the output")  # fmt: skip
    args = parser.parse_args(argv)
    others = {name for name, value in vars(args).items() if value != parser.get_default(name)}
    if args.launch and not others <= {"launch", *_ACTIONS}:
        parser.error("--launch stands alone: what to train is in the launch document")
    if len(others & set(_ACTIONS)) > 1:
        parser.error("--prepare, --preview and --probe are three things: ask for one")
    if others & set(_ACTIONS) and args.resume is not None:
        parser.error("--prepare, --preview and --probe have nothing to resume: they train nothing")
    return args


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a number of rows from 1, found {text!r}")
    return int(text)


def read_job(name: str, args: argparse.Namespace) -> Launch:
    """What to do, from the parsed arguments; raises TrainerError."""
    return read_launch(args.launch, name) if args.launch else _alone(find_method(name), args)


def _alone(method: Method, args: argparse.Namespace) -> Launch:
    path = Path(args.config or Path(sys.argv[0]).resolve().parent / method.config)
    named = {"system.device": args.device, method.model: args.model, method.data: args.data}
    config = resolve(method.name, path, args.settings, named)
    data, evaluation = value_at(config, method.data), value_at(config, method.evaluation_data)
    if not data:
        raise TrainerError("DATASET_NOT_SET", "No data file is set.", f"Pass --data FILE or set {method.data}.")
    output = Path(args.output) if args.output else None
    places = find_places(config, path.parent, output)
    trains = not any(getattr(args, action) for action in _ACTIONS)
    attempt = _make_places(places, resuming=args.resume is not None) if trains else 1
    return Launch(
        method=method.name, attempt=attempt, config=config,
        events=places.logs / "events.jsonl", requests=places.logs, ack=places.logs / "ack.json",
        checkpoints=places.checkpoints, model=places.model, cache=user_cache(),
        # Paths of the command line count from the working directory, those of the file from the file.
        data=(Path(data) if args.data else path.parent / data).resolve(),
        evaluation_data=(path.parent / evaluation).resolve() if evaluation else None,
        resume_from=None if args.resume is None else Path(args.resume or places.checkpoints).resolve(),
        listeners=tuple(listeners(config, path.parent, output)) if trains else (ConsoleEvents(),),
    )  # fmt: skip


def _make_places(places: Places, *, resuming: bool) -> int:
    events = places.logs / "events.jsonl"
    if events.exists() and not resuming:
        hint = "Name another folder with --output, or go on with --resume."
        raise TrainerError("CONFIG_CONFLICT", f"{places.logs} already holds a run.", hint)
    places.logs.mkdir(parents=True, exist_ok=True)
    for name in ("ack.json", "stop.json", "cancel.json"):
        (places.logs / name).unlink(missing_ok=True)
    return 1 + (events.read_text(encoding="utf-8").count('"type":"hello"') if events.exists() else 0)
