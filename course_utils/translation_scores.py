"""How good are translations, and alignments? Exact match, BLEU, alignment error rate."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

Words = Sequence[str]
Links = Iterable[tuple[int, int]]


def exact_match(hypotheses: Sequence[Words], references: Sequence[Words]) -> float:
    """Share of sentences that equal their reference word for word.

    >>> exact_match([["a", "cat"], ["dogs"]], [["a", "cat"], ["a", "dog"]])
    0.5
    """
    _expect_as_many(hypotheses, references)
    same = [list(h) == list(r) for h, r in zip(hypotheses, references, strict=True)]
    return sum(same) / len(same)


def ngrams(words: Words, n: int) -> Counter:
    """How often each n-gram occurs in a sentence."""
    return Counter(tuple(words[i : i + n]) for i in range(len(words) - n + 1))


def clipped_matches(hypothesis: Words, reference: Words, n: int) -> tuple[int, int]:
    """n-grams of the hypothesis that the reference has too, and how many there are in all.

    An n-gram counts at most as often as it occurs in the reference.

    >>> clipped_matches("the the the cat".split(), "the cat sat".split(), 1)
    (2, 4)
    """
    ours = ngrams(hypothesis, n)
    return (ours & ngrams(reference, n)).total(), ours.total()


def corpus_bleu(hypotheses: Sequence[Words], references: Sequence[Words]) -> float:
    """Built in notebooks/week3_2_seq2seq.ipynb, section 3.

    BLEU, 0 to 100, of a whole corpus with one reference each (Papineni and others 2002).

    >>> round(corpus_bleu(["the cat sat on a mat".split()], ["the cat sat on the mat".split()]), 1)
    53.7
    """
    precisions = []
    for n in range(1, 5):
        pairs = zip(hypotheses, references, strict=True)
        matched, total = np.sum([clipped_matches(h, r, n) for h, r in pairs], axis=0)
        precisions.append(matched / max(1, total))
    if min(precisions) == 0:
        return 0.0
    ours, theirs = sum(map(len, hypotheses)), sum(map(len, references))
    brevity = min(1.0, math.exp(1 - theirs / ours))
    return 100 * brevity * math.exp(np.mean(np.log(precisions)))


def alignment_error_rate(links: Links, sure: Links, possible: Links) -> float:
    """1 - (|A and S| + |A and P|) / (|A| + |S|) for links A (Och and Ney 2003); 0 is best.

    The three may hold the links of many sentences, if sentences are part of a link.

    Args:
        links: (source place, target place), those to judge.
        sure: links that must be found.
        possible: links that may be; sure ones count as possible too.

    Raises:
        ValueError: where there is nothing to compare.

    >>> round(alignment_error_rate([(0, 0), (1, 2)], [(0, 0)], [(0, 0), (1, 1)]), 3)
    0.333
    """
    found, sure = set(links), set(sure)
    allowed = set(possible) | sure
    if not found and not sure:
        raise ValueError("no links and no sure links: there is nothing to compare")
    return 1 - (len(found & sure) + len(found & allowed)) / (len(found) + len(sure))


def strongest_links(weights: np.ndarray) -> set[tuple[int, int]]:
    """Each target word's link to the source place with the largest weight; weights (T, S)."""
    return {(int(place), row) for row, place in enumerate(weights.argmax(axis=1))}


def diagonal_links(source_length: int, target_length: int) -> set[tuple[int, int]]:
    """The alignment of someone who knows neither language: as far along one as the other.

    The first word belongs to the first, the last to the last.

    >>> sorted(diagonal_links(source_length=5, target_length=3))
    [(0, 0), (2, 1), (4, 2)]
    """
    scale = (source_length - 1) / max(1, target_length - 1)
    return {(math.floor(t * scale + 0.5), t) for t in range(target_length)}


def _expect_as_many(hypotheses: Sequence, references: Sequence) -> None:
    if len(hypotheses) != len(references) or not references:
        raise ValueError(
            f"{len(hypotheses)} hypotheses for {len(references)} references; each translation "
            "needs its own, and there must be one at least"
        )
