"""What transfer is measured on: sentences, halves of words, and readers."""

import json

import numpy as np
import pytest
import torch

from course_utils.data import load_world
from course_utils.models.checkpoints import save_model
from course_utils.models.transformer import BERT, GPT, TransformerConfig
from course_utils.runs import transfer as transfer_runs
from course_utils.runs.transfer import Reader, logistic, mean_vectors
from course_utils.texts.review_sentences import FRAME, SUBJECTS, as_tensors, cut, sentences


@pytest.fixture(scope="module")
def world():
    return load_world("validation")


@pytest.fixture(scope="module")
def told(world):
    return sentences(world)


def test_answers_are_those_of_the_text(world, told):
    """Each rule of the reading, against words that give the answer away."""
    texts = [(world.tokenizer.decode(sentence.tokens), sentence) for sentence in told]
    assert len(texts) > 300
    opposite = [s for text, s in texts if text.endswith("not boring at all.")]
    assert opposite and all(sentence.opinion == 1 for sentence in opposite)
    plain = [s for text, s in texts if text.endswith("was boring.")]
    assert plain and all(sentence.opinion == 0 for sentence in plain)
    turned = [s for text, s in texts if "but no, I found it delightful" in text]
    assert turned and all(sentence.opinion == 1 for sentence in turned)
    for word, subject in {"soup": "meal", "chapter": "book", "stage": "play"}.items():
        found = {SUBJECTS[s.subject] for _, s in texts if word in s.words}
        assert found == {subject}


def test_no_telling_word_stands_on_both_sides(told):
    halves = cut(told, told, seed=0)
    pool = set().union(*(sentence.words for sentence in halves.pool))
    held_out = set().union(*(sentence.words for sentence in halves.held_out))
    seen = set().union(*(sentence.words for sentence in halves.seen))
    assert pool and held_out and not pool & held_out and seen <= pool
    assert not FRAME & (pool | held_out)
    other = cut(told, told, seed=1)
    assert set().union(*(sentence.words for sentence in other.pool)) != pool


def test_tensors_begin_with_start_and_are_padded(told):
    tokens, answers = as_tensors(told[:5], "subject")
    assert (tokens[:, 0] == 1).all() and answers.tolist() == [s.subject for s in told[:5]]
    assert [(row != 0).sum().item() for row in tokens] == [1 + len(s.tokens) for s in told[:5]]


def test_logistic_regression_separates_what_can_be_separated():
    tokens = torch.tensor([[1, 20, 30], [1, 21, 30], [1, 20, 31], [1, 21, 31]])
    table = torch.eye(40)
    answers = torch.tensor([0, 1, 0, 1])
    scores = logistic(lambda t: mean_vectors(table, t), tokens, answers, 1e-4, 0)
    assert scores(tokens).argmax(1).tolist() == [0, 1, 0, 1]


@pytest.mark.parametrize("kind", [GPT, BERT])
def test_a_reader_does_not_see_padding(kind):
    torch.manual_seed(0)
    reader = Reader(kind(TransformerConfig(50, context=8, width=16, heads=2, layers=1)), 3)
    short, padded = torch.tensor([[1, 20, 21]]), torch.tensor([[1, 20, 21, 0, 0]])
    with torch.no_grad():
        torch.testing.assert_close(reader(short), reader(padded))


def test_the_whole_command_on_models_that_know_nothing(world, tmp_path, monkeypatch):
    monkeypatch.setattr(transfer_runs, "load_world", lambda split: world)
    monkeypatch.setattr(transfer_runs, "STEPS", 2)
    for kind in (GPT, BERT):
        torch.manual_seed(0)
        config = TransformerConfig(len(world.tokenizer), context=64, width=8, heads=2, layers=1)
        save_model(tmp_path / f"{kind.__name__}.safetensors", kind(config))
    path = tmp_path / "transfer.json"
    paths = (tmp_path / "GPT.safetensors", tmp_path / "BERT.safetensors")
    result = transfer_runs.run(path, (8,), (0,), *paths)
    assert json.loads(path.read_text(encoding="utf-8")) == result
    for task in ("subject", "opinion"):
        for method in result["tasks"][task].values():
            [row] = method["runs"]
            assert 0 <= row["held-out words"] <= 1 and np.isfinite(row["seen words"])
            assert f"{method['setting']:g}" in method["tried"]
