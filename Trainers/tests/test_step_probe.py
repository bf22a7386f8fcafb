"""What a probe trains: the longest rows, for two steps, with nothing beside."""

from tuner_trainers.reporting.step_memory import ResidentMemory
from tuner_trainers.step_probe import longest, shortened


def test_the_longest_rows_come_first_and_again_where_there_are_too_few():
    assert longest([3, 9, 5], 2) == [1, 2]
    assert longest([3, 9, 5], 5) == [1, 2, 0, 1, 2]


def test_packed_rows_are_as_many_as_fill_the_sequences():
    assert longest([10, 30, 20], 1, tokens=75) == [1, 2, 0, 1]


def test_two_steps_of_at_most_two_micro_batches_that_save_evaluate_and_report_nothing():
    training = {"gradient_accumulation_steps": 8, "save_strategy": "steps", "report_to": ["wandb"]}
    config = {"training": training, "wandb": {"enabled": True}, "evaluation": {"sample_prompts": ["Hello"]}}
    short = shortened(config)
    assert short["training"] == {
        "gradient_accumulation_steps": 2, "max_steps": 2, "save_strategy": "no", "eval_strategy": "no",
        "eval_on_start": False, "report_to": [], "load_best_model_at_end": False, "early_stopping_patience": None,
    }  # fmt: skip
    assert short["wandb"] == {"enabled": False}
    assert short["evaluation"]["sample_prompts"] == []
    # What was asked for is left as it is.
    assert training["gradient_accumulation_steps"] == 8


def test_rows_of_mlx_keep_the_order_in_which_they_were_chosen():
    config = {"training": {"gradient_accumulation_steps": 1}, "data": {"shuffle": True}, "evaluation": {}}
    short = shortened(config)
    assert short["data"]["shuffle"] is False
    assert short["training"]["group_by_length"] is False
    assert short["training"]["gradient_accumulation_steps"] == 1


def test_resident_memory_sees_what_was_there_in_between():
    memory = ResidentMemory()
    block = bytearray(64 * 2**20)
    block[::4096] = b"x" * len(block[::4096])
    assert memory.added() > 48 * 2**20
    del block
    assert memory.peak() > 48 * 2**20
