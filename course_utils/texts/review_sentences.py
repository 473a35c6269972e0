"""Sentences of reviews with two questions each, cut so that no label tells of a test word.

Sentences such as "But the soup was not bitter at all.": is it of a book, a play or a meal; and
does it praise or blame? The words that could tell are cut in two halves: labeled examples hold
words of one half only, and test sentences of the other.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from course_utils.data import Corpus
from course_utils.story_world.words import OPINIONS
from course_utils.tokenizers import START
from course_utils.training import pad

SUBJECTS = ("book", "play", "meal")
FRAME = frozenset(
    [
        *("The", "the", "But", "I", "expected", "to", "be", ",", "but", "no", "found", "it", "was"),
        *("truly", "really", "quite", "not", "at", "all", "of", "with", "about", "."),
    ]
)  # words that stand in sentences of every kind
SIGN = {
    word: 1 if kind.startswith("positive") else 0
    for kind, words in OPINIONS.items()
    for word in words.split("|")
}


@dataclass(frozen=True)
class Sentence:
    """One sentence of a review, with the answers to both questions."""

    tokens: tuple[int, ...]
    words: frozenset[str]  # those that could tell: all but FRAME
    subject: int  # into SUBJECTS
    opinion: int  # 1 praise, 0 blame


def sentences(corpus: Corpus) -> list[Sentence]:
    """The sentences of a corpus's reviews that say what they think with a word of OPINIONS."""
    names, found = corpus.tokenizer.names, []
    for number in corpus.numbers_of("review"):
        document = corpus[number]
        words = [names[token] for token in document]
        stops = [i for i, word in enumerate(words) if word == "."]
        first = words[: stops[0]]
        subject = 0 if "book" in first else 2 if "inn" in first else 1
        for begin, end in itertools.pairwise(stops):
            sentence = words[begin + 1 : end + 1]
            told = [i for i, word in enumerate(sentence) if word in SIGN]
            if sentence[0] in ("The", "But", "I") and told:
                positive = SIGN[sentence[told[-1]]] != (sentence[told[-1] - 1] == "not")
                tokens = tuple(document[begin + 1 : end + 1].tolist())
                telling = frozenset(sentence) - FRAME
                found.append(Sentence(tokens, telling, subject, int(positive)))
    return found


@dataclass(frozen=True)
class Cut:
    """What one seed reads: a pool to label, and test sentences of the same and the other half."""

    pool: list[Sentence]
    seen: list[Sentence]
    held_out: list[Sentence]


def cut(train: Sequence[Sentence], test: Sequence[Sentence], seed: int) -> Cut:
    """Halve the telling words; no sentence of `pool` shares one with a sentence of `held_out`."""
    random = np.random.default_rng(seed)
    words = sorted(set().union(*(sentence.words for sentence in train)))
    half = set(random.permutation(words)[: len(words) // 2].tolist())
    pool = [sentence for sentence in train if sentence.words <= half]
    return Cut(
        [pool[int(i)] for i in random.permutation(len(pool))],
        [sentence for sentence in test if sentence.words <= half],
        [sentence for sentence in test if sentence.words and not sentence.words & half],
    )


def as_tensors(chosen: Sequence[Sentence], task: str) -> tuple[Tensor, Tensor]:
    """Token ids that begin with <start>, padded on the right, (B, T), and answers, (B,)."""
    if not chosen:
        raise ValueError("no sentences are chosen; give at least one")
    tokens = pad([[START, *sentence.tokens] for sentence in chosen])
    return tokens, torch.tensor([getattr(sentence, task) for sentence in chosen])
