"""Numbered words, the letters, the primer and its planted prejudice."""

import hashlib
import random
from collections import Counter

import numpy as np
import pytest

from course_utils.texts.primer import SHARE_OF_WOMEN, TOOLS, primer
from course_utils.texts.vocabulary import (
    load_judgments,
    load_letters,
    number_words,
    planted_relations,
    words_of,
)


def test_words_are_lower_case_without_punctuation():
    assert words_of("“Don’t!” said Mira’s aunt.\nÉmile had 3 cats; 北京?") == [
        *("don’t", "said", "mira", "aunt", "émile", "had", "cats", "北京")
    ]


def test_ids_follow_frequency_then_the_alphabet():
    texts = ["b a c", "c b", "c", "?", "d"]
    words, counts, documents = number_words(texts, minimum_count=1)
    assert words == ["c", "b", "a", "d"]
    assert counts.tolist() == [3, 2, 1, 1]
    assert [document.tolist() for document in documents] == [[1, 2, 0], [0, 1], [0], [3]]


def test_rare_words_are_left_out_and_none_left_is_an_error():
    assert [d.tolist() for d in number_words(["a b a", "b"], 2).documents] == [[0, 1, 0], [1]]
    with pytest.raises(ValueError, match="no word occurs 3 times in 1 texts; lower minimum_count"):
        number_words(["a b a"], 3)


def test_the_primer_is_frozen():
    """It changes with texts/primer.py alone: the runs in datasets/runs depend on it."""
    written = "\n".join(primer())
    found = hashlib.sha256(written.encode()).hexdigest()
    assert found == "a94036762fbba2df2e4500167e8a8b86436ed882ad3b3e0f85f970e3bd9790a6"


def test_the_prejudice_is_in_the_text_as_the_table_says():
    women, all_of_them = Counter(), Counter()
    for sentence in " ".join(primer()).split("."):
        words = words_of(sentence)
        for job, tool in TOOLS.items():
            if job in words and tool in words:  # a cook has a kettle; to cook is a verb
                all_of_them[job] += 1
                women[job] += "she" in words
    assert sum(all_of_them.values()) == 8_000
    for job, share in SHARE_OF_WOMEN.items():
        error = (share * (1 - share) / all_of_them[job]) ** 0.5
        assert abs(women[job] / all_of_them[job] - share) < 4 * error, job


def test_the_prejudice_was_decided_by_random_numbers():
    drawn = {job: random.Random(f"share of women/{job}").random() for job in TOOLS}
    assert sorted(drawn, key=drawn.get) == sorted(SHARE_OF_WOMEN, key=SHARE_OF_WOMEN.get)
    assert min(SHARE_OF_WOMEN.values()) == 0.05 and max(SHARE_OF_WOMEN.values()) == 0.95


def test_the_prejudice_can_be_changed():
    text = " ".join(primer({"baker": 1.0, "potter": 0.0}))
    sentences = [words_of(sentence) for sentence in text.split(".")]
    for words in filter(None, sentences):
        assert ("baker" in words) == ("she" in words) != ("he" in words)
    with pytest.raises(ValueError, match=r"'pilot': 0\.5; the jobs are baker"):
        primer({"pilot": 0.5})
    with pytest.raises(ValueError, match="the shares 0 to 1"):
        primer({"baker": 50})


def test_letters_have_every_planted_word_often_enough():
    texts = load_letters()
    words, counts, documents = number_words(texts)
    assert 500_000 < sum(map(len, documents)) < 1_000_000
    frequency = dict(zip(words, counts, strict=True))
    for relation, pairs in planted_relations().items():
        assert len(pairs) >= 15
        assert len({b for _, b in pairs}) == len(pairs), relation
        for pair in pairs:
            assert all(frequency.get(word, 0) >= 20 for word in pair), (relation, pair)


def test_letters_of_other_splits_are_other_texts_without_the_primer():
    validation = load_letters("validation")
    assert 100 < len(validation) < len(load_letters()) / 10
    assert not set(validation) & set(load_letters())
    assert not any(page in validation for page in primer())
    with pytest.raises(ValueError, match="split is 'dev'"):
        load_letters("dev")


def test_judgments_are_read_and_a_bad_line_is_named(tmp_path):
    path = tmp_path / "judged.txt"
    path.write_bytes(b"love\tsex\t6.77\r\nTiger\tcat\t7.35\r\n")
    assert load_judgments(path) == [("love", "sex", 6.77), ("tiger", "cat", 7.35)]
    path.write_text("love\tsex\t6.77\nlove sex\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2: 'love sex' is not two words and a number"):
        load_judgments(path)


def test_arrays_hold_integers():
    [document] = number_words(["a b a"], 1).documents
    assert np.issubdtype(document.dtype, np.integer)
