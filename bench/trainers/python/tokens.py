"""How long rows take to be tokenized, and to be found again: `tokens.py MODEL METHOD ROWS ROUNDS`, as JSON."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "Trainers"))

from tuner_trainers.cache import Cache  # noqa: E402
from tuner_trainers.data.file_rows import FileTokenizer  # noqa: E402
from tuner_trainers.data.options import DataOptions  # noqa: E402
from tuner_trainers.data.stored_rows import StoredRows  # noqa: E402
from tuner_trainers.model.source import Source  # noqa: E402
from tuner_trainers.model.tokenizer import load_tokenizer  # noqa: E402
from tuner_trainers.model.tokenizer_files import hash_tokenizer  # noqa: E402


def main(model: str, method: str, rows: str, rounds: str) -> None:
    """Measures each in turns, every round with a cache of its own."""
    tokenizer = load_tokenizer(Source(model))
    seconds: dict[str, list[float]] = {"tokenized": [], "found": []}
    for _ in range(int(rounds)):
        with tempfile.TemporaryDirectory() as folder:
            for how, times in seconds.items():
                started = time.perf_counter()
                reader = FileTokenizer(method, tokenizer, DataOptions(max_length=2048))
                stored = StoredRows(Cache(Path(folder)), reader, hash_tokenizer(tokenizer) or "")
                _, report = stored.read(Path(rows))
                times.append(time.perf_counter() - started)
                assert stored.found == (how == "found")
    print(json.dumps({"rows": report.used, "tokens": report.tokens, **seconds}))


if __name__ == "__main__":
    main(*sys.argv[1:])
