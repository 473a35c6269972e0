"""Kneser–Ney trigrams beside nltk: counting, scoring, and how the cost grows.

    python benchmarks/ngrams.py

Both read the same documents of the story world and give the same probabilities where no <start>
is in the context (nltk's exceed one in sum after it): that is checked first.
"""

import argparse
import functools
import os
import sys
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.side_by_side import Curve, Row, Work, cost_curve, library_text, main, race
from course_utils.data import load_world
from course_utils.models.ngram import NGramModel, continuation_counts, count_ngrams
from course_utils.models.smoothing import absolute_discounting, estimate_discounts
from course_utils.subwords import split_pieces
from course_utils.tokenizers import END, FIRST_WORD, START

if TYPE_CHECKING:
    from nltk.lm import KneserNeyInterpolated

ORDER, DISCOUNT = 3, 0.75
DOCUMENT = 500  # tokens


def fitted(documents: list[np.ndarray], size: int, estimated: bool = True) -> NGramModel:
    """Ours: counts, continuation counts, and discounts (nltk's are given)."""
    counts = continuation_counts(count_ngrams(documents, ORDER, size))
    discounts = estimate_discounts(counts) if estimated else [0.0, DISCOUNT, DISCOUNT]
    return NGramModel(counts, functools.partial(absolute_discounting, discounts=discounts))


def fitted_by_nltk(
    documents: list[list[str]], known: list[str], order: int = ORDER, discount: float = DISCOUNT
) -> "KneserNeyInterpolated":
    """The same in nltk, from documents that begin with <start>."""
    from nltk.lm import KneserNeyInterpolated
    from nltk.util import everygrams

    model = KneserNeyInterpolated(order, discount=discount)
    model.fit((list(everygrams(words, max_len=order)) for words in documents), known)
    return model


def as_words(documents: list[np.ndarray], starts: int = 1) -> list[list[str]]:
    """Documents as nltk wants them: strings, with so many start symbols before each."""
    return [[str(START)] * starts + [*map(str, document)] for document in documents]


def same(model: "KneserNeyInterpolated", documents: list[np.ndarray], size: int) -> None:
    """Both give the same probability to some words in the middle of a document."""
    ours = fitted(documents, size, estimated=False)
    document = max(documents, key=len)
    for place in range(5, min(12, len(document))):
        context = document[:place]
        expected = model.score(str(document[place]), [str(t) for t in context[-ORDER + 1 :]])
        found = ours.distribution(context.tolist())[document[place]]
        assert abs(found - expected) < 1e-9, (found, expected)


def numbered(path: Path | None, megabytes: float) -> tuple[list[np.ndarray], int]:
    """Documents of a text's pieces, numbered, and the number of ids; repeated beyond 10 MB."""
    ids: dict[str, int] = {}
    pieces = split_pieces(library_text(min(megabytes, 10), path))
    tokens = np.array([ids.setdefault(piece, FIRST_WORD + len(ids)) for piece in pieces])
    cut = [tokens[i : i + DOCUMENT] for i in range(0, len(tokens), DOCUMENT)]
    documents = [np.append(part, END) for part in cut]
    return documents * max(1, round(megabytes / 10)), FIRST_WORD + len(ids)


def fit_numbered(given: tuple[list[np.ndarray], int]) -> NGramModel:
    """`fitted` for a cost curve."""
    return fitted(*given)


def ready_to_score(path: Path | None, megabytes: float) -> tuple[NGramModel, list[np.ndarray]]:
    """A model of a text and the text, for a cost curve."""
    documents, size = numbered(path, megabytes)
    return fitted(documents, size), documents


def score_numbered(given: tuple[NGramModel, list[np.ndarray]]) -> np.ndarray:
    """log2-probabilities of all tokens."""
    model, documents = given
    return model.log2_probabilities(documents)


def measure(options: argparse.Namespace) -> Iterator[Row | Curve]:
    """All comparisons."""
    number, held, few = (20, 5, 3) if options.quick else (1_000, 200, 30)
    corpus = load_world("train")
    size = len(corpus.tokenizer)
    documents = [corpus[i] for i in range(number)]
    texts = [corpus[i] for i in range(number, number + held)]
    words, known = as_words(documents), [str(i) for i in range(size)]
    theirs = fitted_by_nltk(words, known)
    same(theirs, documents, size)

    tokens = sum(map(len, documents))
    ours = Work(lambda: fitted(documents, size), tokens)
    peer = {"nltk": Work(lambda: fitted_by_nltk(words, known), tokens)}
    what = f"fit, order {ORDER}, {tokens:,} tokens"
    yield from race(what, ours, peer, unit="tokens/s", goals={"nltk": 20}, rounds=options.rounds)

    model, longest = fitted(documents, size), as_words([max(texts, key=len)])[0]
    asked = [(longest[i], longest[i - ORDER + 1 : i]) for i in range(3, min(3 + few, len(longest)))]
    scored = sum(map(len, texts))
    ours = Work(lambda: model.log2_probabilities(texts), scored)
    peer = {
        "nltk": Work(lambda: [theirs.score(word, before) for word, before in asked], len(asked))
    }
    goals = {"nltk": 1_000}
    yield from race(
        f"score, order {ORDER}", ours, peer, unit="tokens/s", goals=goals, rounds=options.rounds
    )

    sizes = (0.02, 0.05) if options.quick else (1, 3, 10, 30, 100)
    prepare = functools.partial(numbered, options.text)
    yield cost_curve("fit, order 3, numbered pieces", "MB", sizes, prepare, fit_numbered)
    prepare = functools.partial(ready_to_score, options.text)
    yield cost_curve("score the same", "MB", sizes, prepare, score_numbered)


if __name__ == "__main__":
    main("ngrams", __doc__, measure)
