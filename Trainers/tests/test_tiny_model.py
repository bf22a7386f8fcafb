import hashlib
import multiprocessing
import subprocess
import sys
from pathlib import Path

import pytest

from tuner_trainers.tiny_model.build import Shape, build
from tuner_trainers.tiny_model.cache import ensure_tiny_model


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("tiny")
    build(path, seed=0)
    return path


def hashes(folder):
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


def test_the_same_seed_gives_the_same_bytes_in_another_process(folder, tmp_path):
    command = [sys.executable, "-m", "tuner_trainers.tiny_model", "--out", str(tmp_path / "again"), "--seed", "0"]
    subprocess.run(command, cwd=Path(__file__).parents[1], check=True, capture_output=True)
    assert hashes(tmp_path / "again") == hashes(folder)


def test_another_seed_gives_other_weights_and_the_same_tokenizer(folder, tmp_path):
    build(tmp_path, seed=1)
    mine, other = hashes(folder), hashes(tmp_path)
    assert mine["model.safetensors"] != other["model.safetensors"]
    assert mine["tokenizer.json"] == other["tokenizer.json"]


def test_building_leaves_the_program_s_own_random_numbers_alone(tmp_path):
    import numpy

    numpy.random.seed(5)
    expected = numpy.random.rand()
    numpy.random.seed(5)
    build(tmp_path, 0, Shape(layers=1, hidden=16, heads=2))
    assert numpy.random.rand() == expected


def test_it_loads_as_a_plain_model_of_about_a_million_parameters(folder):
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model = AutoModelForCausalLM.from_pretrained(folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    assert 0.7e6 < model.num_parameters() < 1.3e6
    assert len(tokenizer) == model.config.vocab_size == 400
    assert tokenizer.pad_token_id != tokenizer.eos_token_id
    assert model.config.eos_token_id == model.generation_config.eos_token_id == tokenizer.eos_token_id
    turns = [{"role": "user", "content": "hi"}]
    prompt = tokenizer.apply_chat_template(turns, add_generation_prompt=True, return_tensors="pt")
    assert model(**prompt).logits.shape[-1] == 400


def test_the_tokenizer_writes_any_text_and_cuts_a_word_the_same_way_everywhere(folder):
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    for text in ["Ünïcödé 漢字 🙂\t\n  two  spaces", 'create_note(title="lemon tart")', ""]:
        assert tokenizer.decode(tokenizer(text)["input_ids"]) == text
    plain = tokenizer("lemon")["input_ids"]
    assert tokenizer(' "lemon"')["input_ids"][2:-1] == plain


def test_it_is_built_once(tmp_path):
    path = ensure_tiny_model(tmp_path, 3)
    before = (path / "model.safetensors").stat().st_mtime_ns
    assert ensure_tiny_model(tmp_path, 3) == path
    assert (path / "model.safetensors").stat().st_mtime_ns == before
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_two_processes_may_ask_at_once(tmp_path):
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        paths = pool.starmap(ensure_tiny_model, [(tmp_path, 0)] * 2)
    assert paths[0] == paths[1] and (paths[0] / "config.json").is_file()
    assert [entry.name for entry in tmp_path.iterdir()] == [paths[0].name]


def test_a_failed_build_leaves_nothing_behind(tmp_path, monkeypatch):
    def fail(folder, seed):
        (folder / "half").write_text("x")
        raise MemoryError

    monkeypatch.setattr("tuner_trainers.tiny_model.build.build", fail)
    with pytest.raises(MemoryError):
        ensure_tiny_model(tmp_path, 0)
    assert list(tmp_path.iterdir()) == []
