"""What a preview shows is what the loss of TRL's trainers is on: judged by the batches that they make."""

import pytest

from tests.documents import document, kto_rows, launch, sft_rows
from tests.previews import seen_by_line
from tests.recorder import Recorder
from tuner_trainers.model.source import source_of
from tuner_trainers.model.tokenizer import tokenizer_of
from tuner_trainers.requests import Requests
from tuner_trainers.trl.build import build_trainer
from tuner_trainers.trl.model.load import load_model
from tuner_trainers.trl.model.trainable import make_trainable
from tuner_trainers.trl.rows import load_datasets, reading_of


@pytest.mark.parametrize("method", ["sft", "kto"])
def test_the_loss_is_on_the_tokens_that_it_shows(tmp_path, cache, method):
    length = {"sft": {"training__max_seq_length": 40}, "kto": {"training__max_length": 40}}[method]
    rows = (kto_rows if method == "kto" else sft_rows)(8)
    rows[3]["messages"][-1]["content"] = "a long answer " * 9
    job = launch(tmp_path, cache, document(method, **length), rows)
    source = source_of(job)
    tokenizer, recorder = tokenizer_of(job, source), Recorder()
    train, _ = load_datasets(job, tokenizer, recorder)
    model = make_trainable(load_model(source, job.config), source, job.config)
    trainer, _ = build_trainer(job, recorder, Requests(job.requests), model, tokenizer, train, None, resumes=False)
    learned = []
    for batch in trainer.get_train_dataloader():
        marks = batch["completion_mask"] if method == "kto" else batch["labels"] != -100
        for ids, marked in zip(batch["input_ids"].tolist(), marks.tolist(), strict=True):
            learned.append([token for token, mark in zip(ids, marked, strict=True) if mark])
    assert sorted(learned) == sorted(seen_by_line(job, tokenizer, *reading_of(job)))
