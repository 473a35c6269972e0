"""The names labeled by hand: the file, the cutting into words, the data card."""

from pathlib import Path

import numpy as np
import pytest

from course_utils.texts.names import LABELS, f1, f1_interval, load_names, split_words

ROOT = Path(__file__).parents[1]


def test_the_words_are_those_of_the_prose():
    pieces = {d.name: d for d in load_names()}
    texts = sorted((ROOT / "datasets" / "prose").glob("*.txt"))
    assert len(texts) == 14 and len(pieces) == 26
    for path in texts:
        assert list(pieces[path.stem].words) == split_words(path.read_text(encoding="utf-8"))


def test_the_counts_of_the_data_card():
    documents = load_names()
    labels = [label for d in documents for label in d.labels]
    assert all(len(d.words) == len(d.labels) for d in documents)
    counts = [labels.count(i) for i in range(len(LABELS))]
    card = (ROOT / "datasets" / "README.md").read_text(encoding="utf-8")
    for number in (len(labels), *counts):
        assert f"{number:,}" in card


def test_some_labels_by_hand():
    by_name = {d.name: d for d in load_names()}
    keeper = by_name["02_the_keepers_arithmetic"]
    nilsen = [keeper.labels[i] for i, word in enumerate(keeper.words) if word == "Nilsen"]
    assert nilsen == [1, 0]  # the fisherman, then his boat
    chelsea = [
        label
        for word, label in zip(
            by_name["bulletin_07"].words, by_name["bulletin_07"].labels, strict=True
        )
        if word == "Chelsea"
    ]
    assert chelsea == [1, 1, 2]


def test_a_broken_line_is_named(tmp_path):
    path = tmp_path / "names.tsv"
    path.write_text("# one\nBen\tperson\nand\tnothing\n", encoding="utf-8", newline="\n")
    with pytest.raises(ValueError, match="line 3"):
        load_names(path)


def test_f1_is_the_one_of_scikit_learn():
    from sklearn.metrics import f1_score

    random = np.random.default_rng(0)
    gold, predicted = random.integers(0, 3, 200), random.integers(0, 3, 200)
    judged = f1_score(gold, predicted, labels=[1, 2], average="micro")
    assert f1(gold, predicted) == pytest.approx(judged)
    assert f1(gold, gold) == 1 and f1(gold, 0 * gold) == 0 and f1(0 * gold, 0 * gold) == 0


def test_the_interval_holds_the_score_and_narrows_with_more_sentences():
    random = np.random.default_rng(1)
    widths = []
    for sentences in (20, 500):
        words = ["Ben", "and", "Mia", "."] * sentences
        gold = np.tile([1, 0, 1, 0], sentences)
        predicted = np.where(random.random(len(gold)) < 0.3, 0, gold)
        low, high = f1_interval(words, gold, predicted)
        assert low < f1(gold, predicted) < high
        widths.append(high - low)
    assert widths[1] < widths[0] / 3


def test_the_interval_of_a_difference_draws_the_same_sentences_for_both():
    random = np.random.default_rng(2)
    words, gold = ["Ben", "and", "Mia", "."] * 60, np.tile([1, 0, 1, 0], 60)
    some = np.where(random.random(len(gold)) < 0.3, 0, gold)
    fewer = np.where(random.random(len(gold)) < 0.2, 0, some)
    assert f1_interval(words, gold, some, some) == (0, 0)
    low, high = f1_interval(words, gold, some, fewer)
    assert 0 < low < f1(gold, some) - f1(gold, fewer) < high
    back = f1_interval(words, gold, fewer, some)
    assert back == pytest.approx((-high, -low))
    assert f1_interval(words, gold, fewer)[1] > f1_interval(words, gold, some)[0]  # alone: overlap
