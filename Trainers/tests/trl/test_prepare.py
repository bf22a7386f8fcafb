"""`--prepare` alone, without Tuner."""

from tests.documents import kto_rows, write_rows
from tests.processes import QUICK, execute


def test_alone_it_tells_what_it_does_and_leaves_only_the_caches(tmp_path, cache):
    data = write_rows(tmp_path / "rows.jsonl", kto_rows())
    ended = execute("kto", *QUICK, "--data", data, "--output", tmp_path / "out", "--prepare", cache=cache)
    assert ended.returncode == 0, ended.stderr
    assert "preparing: 16 rows" in ended.stdout and not (tmp_path / "out").exists()
    assert list((cache / "tuner" / "tokens").rglob("rows.npz"))
