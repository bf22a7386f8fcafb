"""The order of rows: the same for the same (seed, epoch), complete, and in batches of about one length."""

import pytest

from tuner_trainers.data.order import blocks_by_length, grouped_by_length, shuffled, sorted_within
from tuner_trainers.data.pairs import add_other_answers

LENGTHS = [(7 * n) % 90 + 10 for n in range(503)]


@pytest.mark.parametrize("order", [
    lambda seed, epoch: shuffled(503, seed, epoch), lambda seed, epoch: grouped_by_length(LENGTHS, 4, seed, epoch),
], ids=["shuffled", "grouped"])  # fmt: skip
def test_every_row_once_and_again_the_same(order):
    first = order(1, 0)
    assert sorted(first) == list(range(503)) and first == order(1, 0)
    assert first != order(1, 1) and first != order(2, 0) and first != sorted(first)


def test_batches_have_rows_of_about_one_length_and_only_the_last_is_short():
    order = grouped_by_length(LENGTHS, 4, 1, 0)
    batches = [[LENGTHS[row] for row in order[at : at + 4]] for at in range(0, 500, 4)]
    spread = sum(max(batch) - min(batch) for batch in batches) / len(batches)
    mixed = [[LENGTHS[row] for row in shuffled(503, 1, 0)[at : at + 4]] for at in range(0, 500, 4)]
    assert spread < 0.1 * sum(max(batch) - min(batch) for batch in mixed) / len(mixed)


def test_every_prompt_gets_the_answer_of_the_row_before_within_its_block():
    rows = [{"completion_ids": [n]} for n in range(5)]
    add_other_answers(rows, 2)
    assert [row["KL_completion_ids"] for row in rows] == [[1], [0], [3], [2], [4]]


def test_blocks_hold_every_row_once_are_of_like_length_and_keep_the_labels_mixed():
    labels = [n % 3 == 0 for n in range(503)]
    order = blocks_by_length(LENGTHS, labels, 6, 1)
    assert sorted(order) == list(range(503)) and order == blocks_by_length(LENGTHS, labels, 6, 1)
    blocks = [order[at : at + 6] for at in range(0, 503, 6)]
    assert [len(block) for block in blocks] == [6] * 83 + [5]
    assert all(sum(labels[row] for row in block) in (1, 2, 3) for block in blocks)
    spans = [max(LENGTHS[row] for row in block) - min(LENGTHS[row] for row in block) for block in blocks[:-1]]
    assert sum(spans) / len(spans) < 10
    assert [min(LENGTHS[row] for row in block) for block in blocks[:3]] != sorted(LENGTHS)[:3]


def test_sorting_within_steps_changes_no_step():
    order = shuffled(503, 1, 0)
    found = sorted_within(order, LENGTHS, 16)
    for at in range(0, 503, 16):
        rows = found[at : at + 16]
        assert sorted(rows) == sorted(order[at : at + 16])
        assert [LENGTHS[row] for row in rows] == sorted((LENGTHS[row] for row in rows), reverse=True)
