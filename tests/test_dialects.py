"""Dialects: pairs of words change places, and nothing else happens."""

import numpy as np
import pytest

from course_utils.data import load_world
from course_utils.texts.dialects import common_words, make_dialect, retold


@pytest.fixture(scope="module")
def world():
    return load_world("validation")


def test_the_words_are_common_and_in_lower_case(world):
    words, names = common_words(world, 60), world.tokenizer.names
    counts = np.bincount(world.tokens, minlength=len(names))
    assert len(set(words)) == 60
    assert all(names[i].isalpha() and names[i].islower() for i in words)
    assert list(counts[words]) == sorted(counts[words], reverse=True)
    assert names.index("the") not in words
    with pytest.raises(ValueError, match="9999 words are wanted, but the corpus has only"):
        common_words(world, 9_999)


def test_a_dialect_is_its_own_inverse_and_keeps_every_number(world):
    table = make_dialect(world, 20, seed=1)
    assert sorted(table) == list(range(len(table)))
    assert (table != np.arange(len(table))).sum() == 40
    assert (table[table] == np.arange(len(table))).all()
    documents = list(world[:30])
    told = retold(documents, table)
    assert all((a == b).all() for a, b in zip(retold(told, table), documents, strict=True))
    share = np.concatenate(told) != np.concatenate(documents)
    assert 0.02 < share.mean() < 0.2
    for a, b in zip(documents, told, strict=True):  # the same counts under other names
        assert sorted(np.bincount(a, minlength=len(table))) == sorted(
            np.bincount(b, minlength=len(table))
        )


def test_another_seed_pairs_the_same_words_otherwise(world):
    one, other = (make_dialect(world, 20, seed) for seed in (1, 2))
    assert set(np.flatnonzero(one != np.arange(len(one)))) == set(
        np.flatnonzero(other != np.arange(len(other)))
    )
    assert (one != other).any() and (one == make_dialect(world, 20, 1)).all()
