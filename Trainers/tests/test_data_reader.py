import gzip

import pytest

from tuner_trainers.data.errors import DataError, Problem
from tuner_trainers.data.reader import read_lines


def read(tmp_path, content):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(content)
    return list(read_lines(path))


def test_byte_order_mark_blank_lines_and_windows_line_ends(tmp_path):
    content = b'\xef\xbb\xbf{"a": 1}\r\n\r\n   \n{"a": "\xc3\xa9"}'
    assert read(tmp_path, content) == [(1, {"a": 1}), (4, {"a": "é"})]


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        (b"{oops}", "BAD_JSON", "column 2"),
        (b"[1]", "NOT_AN_OBJECT", "list"),
        (b'{"a": "\xff"}', "BAD_ENCODING", "UTF-8"),
        (b'{"a": NaN}', "BAD_JSON", "NaN"),
        (b"[" * 100_000, "BAD_JSON", ""),
        (b'{"a": ' + b"9" * 5000 + b"}", "BAD_JSON", "4300"),
    ],
)
def test_a_bad_line_is_a_problem_and_the_next_line_is_read(tmp_path, line, code, says):
    [(number, problem), last] = read(tmp_path, b"\n" + line + b'\n{"a": 1}\n')
    assert isinstance(problem, Problem)
    assert (number, problem.line, problem.code) == (2, 2, code)
    assert says in problem.message
    assert last == (3, {"a": 1})


def test_no_such_file(tmp_path):
    with pytest.raises(DataError) as caught:
        list(read_lines(tmp_path / "none.jsonl"))
    assert caught.value.code == "DATASET_NOT_FOUND"


def test_a_folder_is_no_data_file(tmp_path):
    with pytest.raises(DataError) as caught:
        list(read_lines(tmp_path))
    assert caught.value.code == "DATASET_INVALID"


ROWS = b'{"a": 1}\n\n{"a": "\xc3\xa9"}\n'


def test_packed_files_are_read_as_what_is_in_them(tmp_path):
    assert read(tmp_path, gzip.compress(ROWS)) == read(tmp_path, ROWS) == [(1, {"a": 1}), (3, {"a": "é"})]
    # Files of one kind may be put together.
    assert len(read(tmp_path, gzip.compress(ROWS) + gzip.compress(ROWS))) == 4


@pytest.mark.parametrize("damage", [slice(0, -9), slice(0, 12)])
def test_a_damaged_packed_file_is_told_with_its_cause(tmp_path, damage):
    with pytest.raises(DataError, match=r"rows.jsonl cannot be read.*\.$") as caught:
        read(tmp_path, gzip.compress(ROWS)[damage])
    assert caught.value.code == "DATASET_INVALID" and "damaged" in caught.value.hint


def test_zstd_is_read_where_a_package_unpacks_it_and_else_refused_with_a_way_out(tmp_path, monkeypatch):
    pyarrow = pytest.importorskip("pyarrow", reason="MLX's environment unpacks no zstd")
    packed = pyarrow.compress(ROWS, codec="zstd", asbytes=True)
    assert read(tmp_path, packed + packed)[2:] == [(4, {"a": 1}), (6, {"a": "é"})]
    with pytest.raises(DataError, match="cannot be read"):
        read(tmp_path, packed[:-6])
    monkeypatch.setattr("tuner_trainers.data.unpack._find", lambda name: None)
    with pytest.raises(DataError, match="packed with zstd") as caught:
        read(tmp_path, packed)
    assert caught.value.code == "DATASET_INVALID" and "zstd -d" in caught.value.hint
