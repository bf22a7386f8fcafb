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
