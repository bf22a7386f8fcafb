from collections import Counter

from tuner_trainers.data.split import interleave, split

ROWS = [(index, index % 10 == 0) for index in range(200)]  # 20 of 200 are true


def label(row):
    return row[1]


def test_split_holds_out_the_share_of_each_label():
    kept, held_out = split(ROWS, 0.1, 7, label)
    assert Counter(map(label, held_out)) == {False: 18, True: 2}
    assert sorted(kept + held_out) == ROWS


def test_split_keeps_the_order_and_depends_on_the_seed_only():
    kept, held_out = split(ROWS, 0.25, 7)
    assert kept == sorted(kept) and held_out == sorted(held_out)
    assert split(ROWS, 0.25, 7) == (kept, held_out)
    assert split(ROWS, 0.25, 8)[1] != held_out


def test_split_leaves_something_on_both_sides():
    assert [len(part) for part in split(ROWS[:2], 0.01, 7)] == [1, 1]
    assert [len(part) for part in split(ROWS[:2], 0.99, 7)] == [1, 1]
    assert [len(part) for part in split(ROWS[:1], 0.5, 7)] == [1, 0]


def test_interleave_loses_no_row_and_mixes_evenly():
    mixed = interleave(ROWS, 7, label)
    assert sorted(mixed) == ROWS
    for start in range(0, 200, 20):
        assert sum(map(label, mixed[start : start + 20])) in (1, 2, 3)


def test_interleave_alternates_equal_groups():
    mixed = interleave([(index, index < 50) for index in range(100)], 7, label)
    assert all(first[1] != second[1] for first, second in zip(mixed, mixed[1:], strict=False))


def test_interleave_shuffles_within_a_label_from_the_seed():
    assert interleave(ROWS, 7, label) == interleave(ROWS, 7, label)
    assert interleave(ROWS, 7, label) != interleave(ROWS, 8, label)
    assert interleave(ROWS, 7, lambda row: None) != ROWS
