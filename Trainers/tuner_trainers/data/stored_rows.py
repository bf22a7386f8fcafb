"""Tokenized rows kept in a cache, so that a file is tokenized once: not again by the next run, nor after a resume."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from tuner_trainers.cache import Cache, Entry
from tuner_trainers.data.errors import Problem
from tuner_trainers.data.file_rows import FileTokenizer, Rows
from tuner_trainers.data.masks import MaskCounts
from tuner_trainers.data.report import DataReport
from tuner_trainers.hashes import hash_code, hash_file
from tuner_trainers.probing import versions_of

_CODE = (Path(__file__).parent, Path(__file__).parents[1] / "model" / "tokenizer.py")
_PACKAGES = ("transformers", "tokenizers", "jinja2")
_COUNTS = (
    "rows", "used", "max_length", "tokens", "target_tokens", "undesirable", "named_template", "learns_end",
)  # fmt: skip


class StoredRows:
    """A file reader that looks into a cache first. `tokenizer_hash` stands for the tokenizer that `reader` has.

    `found` says whether every file read so far was found there.
    """

    def __init__(self, cache: Cache, reader: FileTokenizer, tokenizer_hash: str) -> None:
        self._cache, self._reader = cache, reader
        self._key = {"tokenizer": tokenizer_hash, "settings": reader.settings(), "code": hash_code(*_CODE)}
        self.found = True

    def read(self, path: Path) -> tuple[Rows, DataReport]:
        """As of the reader, with the same result."""
        before = _look(path)
        # Whoever reads it says what is wrong with a file that is not there.
        entry = self._entry(path) if before else None
        stored = entry and _load(entry, path)
        if stored:
            return stored
        self.found = False
        rows, report = self._reader.read(path)
        # A file that changed meanwhile may not be the one whose hash was taken.
        if entry and rows and _look(path) == before:
            _store(entry, rows, report)
        return rows, report

    def _entry(self, path: Path) -> Entry:
        parts = {"rows": hash_file(path), "versions": versions_of(_PACKAGES), **self._key}
        return self._cache.entry("tokens", parts)


def _look(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
        return found.st_size, found.st_mtime_ns
    except OSError:
        return None


def _store(entry: Entry, rows: Rows, report: DataReport) -> None:
    import numpy

    columns = {}
    for name, value in rows[0].items():
        values = [row[name] for row in rows]
        if isinstance(value, list):
            columns[f"{name}.lengths"] = numpy.fromiter(map(len, values), numpy.int64)
            columns[name] = numpy.fromiter(chain.from_iterable(values), numpy.int32)
        else:
            columns[name] = numpy.array(values)
    with entry.write() as folder:
        numpy.savez(folder / "rows.npz", **columns)
        (folder / "report.json").write_text(json.dumps(_as_json(report)), encoding="utf-8")


def _load(entry: Entry, path: Path) -> tuple[Rows, DataReport] | None:
    import numpy

    folder = entry.read()
    if folder is None:
        return None
    try:
        with numpy.load(folder / "rows.npz", allow_pickle=False) as file:
            columns = {name: file[name].tolist() for name in file.files}
        report = _from_json(json.loads((folder / "report.json").read_text(encoding="utf-8")), path)
    except OSError:
        # Another process has just removed it.
        return None
    lists = {name: _cut(columns[name], lengths) for name, lengths in _lengths(columns).items()}
    plain = {name: values for name, values in columns.items() if "." not in name} | lists
    return [dict(zip(plain, values, strict=True)) for values in zip(*plain.values(), strict=True)], report


def _lengths(columns: dict[str, list[Any]]) -> dict[str, list[int]]:
    return {name.removesuffix(".lengths"): values for name, values in columns.items() if name.endswith(".lengths")}


def _cut(flat: list[int], lengths: list[int]) -> list[list[int]]:
    edges = [0]
    for length in lengths:
        edges.append(edges[-1] + length)
    return [flat[start:end] for start, end in pairwise(edges)]


def _as_json(report: DataReport) -> dict[str, Any]:
    problems = [(one.line, one.path, one.code, one.message) for one in report.problems]
    found = {name: getattr(report, name) for name in _COUNTS} | {"problems": problems, "too_long": report.too_long}
    found["masks"] = asdict(report.masks)
    return found | {"labels": list(report.labels.items()), "adapted": dict(report.adapted)}


def _from_json(found: dict[str, Any], path: Path) -> DataReport:
    return DataReport(
        str(path), **{name: found[name] for name in _COUNTS}, problems=[Problem(*one) for one in found["problems"]],
        too_long=[tuple(one) for one in found["too_long"]], labels=Counter(dict(map(tuple, found["labels"]))),
        adapted=Counter(found["adapted"]), masks=MaskCounts.from_json(found["masks"]),
    )  # fmt: skip
