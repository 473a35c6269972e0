"""The command behind the checkpoint, on a small scale, and the committed file against its card."""

import json

import numpy as np
from safetensors import safe_open

from course_utils import pretrain
from course_utils.data import load_world
from course_utils.evaluation import document_bits, score
from course_utils.models.checkpoints import load_model
from course_utils.pretrain import CHECKPOINTS, STORY_GPT, card
from course_utils.training import log2_probabilities


def test_the_command_trains_stores_and_writes_the_card(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(pretrain, "load_world", lambda split: load_world(split)[:40])
    options = ["--steps", "2", "--width", "16", "--layers", "1", "--tokens-per-batch", "300"]
    path = tmp_path / "tiny.safetensors"
    monkeypatch.setattr("sys.argv", ["pretrain", *options, "--output", str(path)])
    pretrain.main()
    assert "tiny.safetensors: test " in capsys.readouterr().out
    assert load_model(path).config.width == 16
    written = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "| steps | 2 |" in written
    assert f"| command | python -m course_utils.pretrain {' '.join(options)}" in written
    assert sorted(p.name for p in tmp_path.iterdir()) == ["README.md", "tiny.safetensors"]


def test_comparing_learning_rates_writes_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(pretrain, "load_world", lambda split: load_world(split)[:40])
    path = tmp_path / "tiny.safetensors"
    options = ["--try", "0.001", "0.01", "--steps", "2", "--width", "16", "--layers", "1"]
    monkeypatch.setattr("sys.argv", ["pretrain", *options, "--output", str(path)])
    pretrain.main()
    assert capsys.readouterr().out.count("validation bits") == 2
    assert not list(tmp_path.iterdir())


def test_the_card_is_what_the_files_say():
    assert (CHECKPOINTS / "README.md").read_text(encoding="utf-8") == card()


def test_the_committed_checkpoint_scores_what_its_card_says():
    assert STORY_GPT.stat().st_size <= 10_000_000
    with safe_open(STORY_GPT, framework="pt") as file:
        facts = file.metadata()
    assert json.loads(facts["config"])["vocabulary_size"] == len(load_world("test").tokenizer)
    said = float(facts["test bits per token"].split()[0])
    test = load_world("test")[:300]
    bits = document_bits(log2_probabilities(load_model(STORY_GPT), test), test)
    sample = score(bits, np.diff(test.starts))
    assert sample.low - 0.03 < said < sample.high + 0.03
    # No model beats the generator in expectation: the difference is above 0 with its interval.
    gap = score(bits - document_bits(-test.bits, test), np.diff(test.starts))
    assert gap.low > 0


def test_the_committed_checkpoint_knows_how_a_letter_begins():
    model, tokenizer = load_model(STORY_GPT), load_world("test").tokenizer
    assert model.distribution(tokenizer.encode("Dear Noah"))[tokenizer.token_id(",")] > 0.9
