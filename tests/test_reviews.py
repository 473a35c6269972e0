"""Reviews as a task: the verdict is cut off, and is the label."""

import re

import torch

from course_utils.data import load_world
from course_utils.texts.reviews import bags, load_reviews, review_batches
from course_utils.tokenizers import PAD


def test_every_review_without_its_verdict():
    corpus = load_world("validation")[:400]
    tokens, labels = load_reviews(corpus)
    texts = [corpus.text(i) for i in range(len(corpus)) if corpus.style[i] == 4]
    assert len(tokens) == len(texts) > 30
    given_away = 0
    for row, label, text in zip(tokens, labels, texts, strict=True):
        before, after = text.split("\nVerdict: ")
        opinions = re.sub(r" [^.]* and I (will come back on|went home at) \w+\.$", "", before)
        given_away += opinions != before
        assert corpus.tokenizer.decode(row[row != PAD].numpy()) == opinions
        assert opinions.endswith(".") and opinions.count(".") >= 5
        assert label == float(after.startswith("good"))
    assert given_away >= 5


def test_no_review_gives_its_verdict_away():
    corpus = load_world("validation")
    tokens, _ = load_reviews(corpus)
    texts = [corpus.tokenizer.decode(row[row != PAD].numpy()) for row in tokens]
    assert not [text for text in texts if re.search(r"Verdict|come back|went home", text)]


def test_batches_hold_whole_rows():
    tokens = torch.tensor([[5, 6, 0, 0], [7, 0, 0, 0], [8, 9, 10, 11]])
    labels = torch.tensor([0.0, 1.0, 0.0])
    for _, (rows, answers) in zip(range(20), review_batches(tokens, labels, 2), strict=False):
        assert (rows != PAD).sum(1).max() == rows.shape[1]
        for row, answer in zip(rows, answers, strict=True):
            match = [i for i in range(3) if tokens[i, 0] == row[0]]
            assert len(match) == 1 and labels[match[0]] == answer
            assert (tokens[match[0]] != PAD).sum() == (row != PAD).sum()
    assert bags(tokens, 12).sum(1).tolist() == [2, 1, 4]
