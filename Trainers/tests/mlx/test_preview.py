"""What a preview shows is what the loss of MLX's trainers is on: judged by the batches that they make."""

import numpy
import pytest

from tests.documents import kto_rows, sft_rows
from tests.mlx.documents import document, launch
from tests.previews import assert_alone_it_prints, seen_by_line
from tests.recorder import Recorder
from tuner_trainers.data.preview import preview
from tuner_trainers.mlx.kto import Kto
from tuner_trainers.mlx.reference import ScaledOff
from tuner_trainers.mlx.rows import prepare_rows, reading_of
from tuner_trainers.mlx.sft import Sft
from tuner_trainers.model.source import source_of
from tuner_trainers.model.tokenizer import tokenizer_of


def test_alone_it_prints_the_first_rows(tmp_path):
    assert_alone_it_prints("mlx", sft_rows(), tmp_path, tmp_path / "cache")


@pytest.mark.parametrize("method", ["sft", "kto"])
def test_the_loss_is_on_the_tokens_that_it_shows(tmp_path, model, method):
    rows = (kto_rows if method == "kto" else sft_rows)(8)
    rows[3]["messages"][-1]["content"] = "a long answer " * 9
    job = launch(tmp_path, document(model, data__max_seq_length=40), rows)
    tokenizer = tokenizer_of(job, source_of(job))
    # The objective is auto: the rows decide.
    found, options = reading_of(job)
    recorder = Recorder()
    prepared = prepare_rows(job, tokenizer, recorder)
    assert found == prepared.objective == method
    kto = Kto(tokenizer.pad_token_id, job.config["kto"], 40, ScaledOff())
    objective = kto if method == "kto" else Sft(tokenizer.pad_token_id)
    batch = objective.collate(prepared.train)
    answers = batch.answers if method == "kto" else batch
    targets, of_row = numpy.array(answers.targets), numpy.array(answers.rows)
    learned = [targets[of_row == row].tolist() for row in range(len(prepared.train))]
    # A training says the same of the rows before its first step.
    shown = preview(job.data, found, tokenizer, options, 5)
    assert [one["code"] for one in shown["findings"]] == [one["code"] for one in recorder.of("warning")] == ["rows_cut"]
    assert sorted(learned) == sorted(seen_by_line(job, tokenizer, found, options))
