"""Cutting text with a given vocabulary: four rules that find four different cuts.

==================  =======================================  ================================
forward_matching    longest word first, from the left        Chinese words from a dictionary
backward_matching   longest word first, from the right       the same
longest_match       longest piece first, `##` inside a word  WordPiece (BERT)
best_segmentation   the most probable cut of all             Unigram (SentencePiece, T5)
==================  =======================================  ================================

`pair_scores` is what WordPiece's training is usually said to rank pairs by. How byte-pair
encoding learns and cuts is in course_utils/subwords.py.
"""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise


def forward_matching(text: str, dictionary: Collection[str]) -> list[str]:
    """Built in notebooks/week1_1_tokenizers.ipynb, section 2: the longest word, from the left.

    Where no word of the dictionary fits, one character becomes a word of its own.

    >>> forward_matching("研究生命", {"研究", "研究生", "生命"})
    ['研究生', '命']
    """
    longest = max(map(len, dictionary), default=1) or 1
    words, start = [], 0
    while start < len(text):
        end = min(start + longest, len(text))
        while end > start + 1 and text[start:end] not in dictionary:
            end -= 1
        words.append(text[start:end])
        start = end
    return words


def backward_matching(text: str, dictionary: Collection[str]) -> list[str]:
    """Cut `text` like `forward_matching`, but begin at its end; the words are in reading order.

    >>> backward_matching("研究生命", {"研究", "研究生", "生命"})
    ['研究', '生命']
    """
    longest = max(map(len, dictionary), default=1) or 1
    words = []
    end = len(text)
    while end > 0:
        start = max(end - longest, 0)
        while start < end - 1 and text[start:end] not in dictionary:
            start += 1
        words.append(text[start:end])
        end = start
    return words[::-1]


def pair_scores(words: Mapping[Sequence[str], int]) -> dict[tuple[str, str], float]:
    """Built in notebooks/week1_1_tokenizers.ipynb, section 5: WordPiece's score of each pair.

    The count of the pair divided by the product of the counts of its two tokens: of tokens that
    never occur apart, the rare ones score highest. It is the score usually given for WordPiece;
    Schuster and Nakajima (2012) ask for the likelihood of the text, which weighs it by the count.

    Args:
        words: words as sequences of tokens, with their counts.

    >>> pair_scores({("q", "##u"): 2, ("##u",): 2})
    {('q', '##u'): 0.25}
    """
    tokens, pairs = Counter(), Counter()
    for word, count in words.items():
        for token in word:
            tokens[token] += count
        for pair in pairwise(word):
            pairs[pair] += count
    return {(a, b): count / (tokens[a] * tokens[b]) for (a, b), count in pairs.items()}


def longest_match(word: str, vocabulary: Collection[str], unknown: str = "<unk>") -> list[str]:
    """Cut one word as WordPiece does: the longest piece of the vocabulary, from the left.

    Pieces that continue a word are written with ## in front. A word that cannot be cut to its end
    is `unknown` as a whole. The empty word has no pieces.

    >>> longest_match("singing", {"sing", "s", "##ing", "##in", "##g"})
    ['sing', '##ing']
    >>> longest_match("sings", {"sing", "##ing"})
    ['<unk>']
    """
    pieces = []
    start = 0
    while start < len(word):
        mark = "##" if start else ""
        ends = range(len(word), start, -1)
        end = next((end for end in ends if mark + word[start:end] in vocabulary), None)
        if end is None:
            return [unknown]
        pieces.append(mark + word[start:end])
        start = end
    return pieces


def best_segmentation(
    text: str, log2_probabilities: Mapping[str, float]
) -> tuple[list[str], float]:
    """Built in notebooks/week1_1_tokenizers.ipynb, section 5: the most probable pieces of `text`.

    The Viterbi algorithm: the best way to reach a position ends with one piece, after the best way
    to reach the position where that piece begins. The probability of a cut is the product of its
    pieces' (the unigram model of Kudo, 2018).

    Returns:
        The pieces, and log2 of the product of their probabilities (0 for the empty text).

    Raises:
        ValueError: the vocabulary has no way to spell the text.

    >>> best_segmentation("hugs", {"hug": -2, "s": -3, "hu": -1, "gs": -5})
    (['hug', 's'], -5)
    """
    longest = max(map(len, log2_probabilities), default=1)
    best = [0] + [-math.inf] * len(text)  # log2 probability of the best cut up to each position
    begin = [0] * (len(text) + 1)  # where the last piece of that cut begins
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - longest), end):
            score = best[start] + log2_probabilities.get(text[start:end], -math.inf)
            if score > best[end]:
                best[end], begin[end] = score, start
    if best[-1] == -math.inf:
        raise ValueError(f"No sequence of pieces spells {text!r}; add its characters as pieces.")
    pieces, end = [], len(text)
    while end > 0:
        pieces.append(text[begin[end] : end])
        end = begin[end]
    return pieces[::-1], best[-1]
