"""Rhyming couplets: every one has the answer that its rhyme and its kind ask for."""

import random

import torch
from torch import nn

from course_utils.texts import couplets
from course_utils.texts.couplets import ANSWERS, ASKS, ENDS, IDS, WORDS, as_batch, draw_couplet
from course_utils.tokenizers import PAD
from course_utils.training import IGNORED

DRAWN = [draw_couplet(random.Random(seed)) for seed in range(3000)]


def test_the_answer_rhymes_with_the_end_of_the_line_and_is_of_the_kind():
    for couplet in DRAWN:
        words = couplet.words
        assert words[couplet.end] in ENDS[couplet.sound]
        assert words[couplet.end + 1] == ","
        assert words[couplet.answer] == ANSWERS[couplet.sound, couplet.kind]
        assert " ".join(words[: couplet.answer]).endswith(f"and {ASKS[couplet.kind]}")
        assert words[-1] == "."
        assert set(words) <= set(WORDS)


def test_traps_stand_before_the_end_and_have_another_sound():
    trapped = [couplet for couplet in DRAWN if couplet.other is not None]
    assert 0.45 < len(trapped) / len(DRAWN) < 0.55
    rhyming = {word: sound for sound, words in ENDS.items() for word in words}
    for couplet in DRAWN:
        places = [i for i, word in enumerate(couplet.words) if word in rhyming]
        assert places == [p for p in (couplet.other, couplet.end) if p is not None]
        if couplet.other is not None:
            assert rhyming[couplet.words[couplet.other]] != couplet.sound
    assert {couplet.other is None for couplet in DRAWN} == {True, False}


def test_every_answer_and_every_end_is_drawn():
    assert {(couplet.sound, couplet.kind) for couplet in DRAWN} == set(ANSWERS)
    assert {c.words[c.end] for c in DRAWN} == {word for words in ENDS.values() for word in words}


def test_a_word_has_one_meaning():
    ends = [word for words in ENDS.values() for word in words]
    assert len(ends) == len(set(ends))
    assert not set(ends) & set(ANSWERS.values())
    assert len(set(ANSWERS.values())) == len(ANSWERS)


def test_batches_are_padded_and_one_ahead():
    short, long = ("Ada", "slept"), ("Ben", "hid", ".")
    inputs, targets = as_batch([short, long])
    assert inputs.tolist() == [[IDS["Ada"], IDS["slept"]], [IDS["Ben"], IDS["hid"]]]
    assert targets.tolist() == [[IDS["slept"], IGNORED], [IDS["hid"], IDS["."]]]
    assert IDS["<pad>"] == PAD


def test_answers_are_read_before_the_period():
    class Echo(nn.Module):
        """Says the word that stands two places back."""

        def forward(self, tokens: torch.Tensor) -> torch.Tensor:
            return nn.functional.one_hot(tokens.roll(2, 1), len(IDS)).float()

    couplet = draw_couplet(random.Random(1))
    longer = ("then", *couplet.words)
    expected = couplet.words[couplet.answer - 3]
    assert couplets.answers(Echo(), [couplet.words, longer]) == [expected, expected]


def test_with_word_changes_one_word():
    couplet = draw_couplet(random.Random(3))
    changed = couplet.with_word(couplet.end, "moon")
    assert changed[couplet.end] == "moon"
    assert sum(a != b for a, b in zip(changed, couplet.words, strict=True)) == 1
