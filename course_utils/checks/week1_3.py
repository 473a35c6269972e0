"""Checks of week1_3_ngrams, each after the course's own version of the exercise."""

import itertools
import math
from collections import Counter, defaultdict
from numbers import Real

import numpy as np

from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.exercise import exercise, expect, expect_close
from course_utils.checks.leaky_evaluation import diagnose_evaluation, honest_evaluation
from course_utils.checks.messages import known, told
from course_utils.checks.sentence_factors import diagnose_sentence
from course_utils.checks.sentence_factors import (
    sentence_log2_probability as course_sentence_log2_probability,
)
from course_utils.checks.temperature import diagnose_temperature
from course_utils.generation import apply_temperature

NGRAMS = "week1_3_ngrams"


@exercise(NGRAMS, reference=course_sentence_log2_probability)
def sentence_log2_probability(attempt: Attempt) -> None:
    """In the check's table P(a b) = 1/2 * 1/4 * 1/16: every missing factor shows in the sum."""
    diagnose_sentence(attempt)


def _perplexity_of(log2_probabilities: list[np.ndarray]) -> float:
    return float(2 ** -np.concatenate(log2_probabilities).mean())


@exercise(NGRAMS, reference=_perplexity_of)
def perplexity_of(attempt: Attempt) -> None:
    """Four tokens of one bit in one document and one token of three bits in another."""
    yours = attempt([np.array([-1.0, -1.0, -1.0, -1.0]), np.array([-3.0])])
    probabilities = np.array([1 / 2] * 4 + [1 / 8])
    mistakes = [
        (2**-1.4, f"You returned {yours:.3f}, and a perplexity is at least 1.",
         "What is the sign of a log-probability, and what must stand in the exponent?"),
        (1.4, "You returned 1.4: those are the bits per token.",
         "Perplexity is 2 to the power of what?"),
        (5.0, "You returned 5, the mean of the documents' perplexities 2 and 8.",
         "Five tokens were predicted. How much should each of them count?"),
        (2**2, "You returned 4 = 2^2, from the mean of the documents' means 1 and 3.",
         "One document has four tokens, the other one. Should both weigh the same?"),
        (2**7, "You returned 128 = 2^7, from the sum of the bits.",
         "Bits per what does the exponent hold?"),
        (2**3.5, f"You returned {yours:.3f} = 2^3.5, from 7 bits divided by 2 documents.",
         "Bits per token: how many tokens are there in all documents?"),
        (2.0, "You returned 2 = 2^1, which is right for the first document alone.",
         "All documents have 7 bits together. How many tokens, without <start>, do they have?"),
        (2**3, "You returned 8, which is the perplexity of the last document alone.",
         "What does your loop keep of the documents before?"),
        (math.exp(1.4), f"You returned {yours:.3f} = e^1.4, but the logarithms are to base 2.",
         "Which base undoes log2?"),
        (1 / np.mean(probabilities), f"You returned {yours:.3f}, one over the mean probability.",
         "The mean is taken of the logarithms. Where do yours turn back into probabilities?"),
        (np.mean(1 / probabilities), f"You returned {yours:.3f}, the mean of 1/P over the tokens.",
         "The mean is taken of the logarithms. Where do yours turn back into probabilities?"),
        (2 ** -(probabilities * np.log2(probabilities)).sum(),
         f"You returned {yours:.3f}: each token's bits were multiplied by its probability.",
         "That is how an entropy is computed. In a mean over the tokens of a text, what does "
         "each of them weigh?"),
    ]  # fmt: skip
    known(yours, mistakes)
    expect_close(
        yours,
        2**1.4,
        "Five tokens cost 1, 1, 1, 1 and 3 bits; from them you returned {yours}.",
        "What are the bits per token of this set, and what is 2 to that power?",
    )
    expect_close(
        attempt([np.log2([0.25, 0.25]), np.log2([0.25, 0.25, 0.25])]),
        4.0,
        "A fair choice among 4 tokens has perplexity 4, but you returned {yours}.",
        "Does your answer depend on how the tokens are spread over documents?",
    )
    with told(
        ("Your result is inf", "ZeroDivisionError", "OverflowError", "ValueError"),
        "5,000 tokens of 1 bit each have perplexity 2, but in your code "
        "the product of the probabilities underflowed to 0 (or its inverse overflowed).",
        "Does the mean of the logarithms need that product?",
    ):
        many = attempt([np.full(5000, -1.0)])
    expect_close(
        many,
        2.0,
        "5,000 tokens of 1 bit each have perplexity 2, but you returned {yours}.",
        "Which number of your code grows or shrinks with the number of tokens?",
    )
    impossible = attempt([np.array([-1.0, -np.inf])])
    expect(
        impossible == math.inf,
        f"You returned {impossible:.4g}; a token of probability 0 makes the perplexity infinite.",
        "How many bits does the impossible token cost, and what does your code count for it?",
    )


def _em_step(frequencies: np.ndarray, weights: np.ndarray) -> np.ndarray:
    joint = weights[:, None] * frequencies
    return (joint / joint.sum(axis=0)).mean(axis=1)


@exercise(NGRAMS, reference=_em_step)
def em_step(attempt: Attempt) -> None:
    """Unequal weights and four tokens, so that every axis and every factor shows."""
    frequencies = np.array([[0.2, 0.2, 0.2, 0.2], [0.6, 0.0, 0.3, 0.9]])
    weights = np.array([0.25, 0.75])
    yours = attempt(frequencies, weights)
    joint = weights[:, None] * frequencies
    per_order = (joint / joint.sum(axis=1, keepdims=True)).mean(axis=1)
    if np.allclose(yours, per_order):
        raise Gap(
            f"Every order gets {yours[0]:.2f}, one over the number of tokens.",
            "For one token, the responsibilities of the orders sum to 1. "
            "Which axis do you divide along?",
        )
    if np.allclose(yours, 4 * _em_step(frequencies, weights)):
        raise Gap(
            f"Your weights sum to {yours.sum():.2f}, the number of tokens, not to 1.",
            "What turns a sum over tokens into a weight?",
        )
    if np.allclose(yours, 4 / 2 * _em_step(frequencies, weights)):
        raise Gap(
            f"Your weights sum to {yours.sum():.2f}: the sums over tokens were divided by the "
            "number of orders.",
            "The new weight is a mean. Over what?",
        )
    if math.isclose(yours.sum(), 3 / 4):
        raise Gap(
            "Your new weights sum to 0.75, as if one of the four tokens were missing.",
            "Which tokens does your loop or slice reach, and how many is the sum divided by?",
        )
    expect_close(
        float(yours.sum()),
        1.0,
        "Your new weights sum to {yours}, not to 1.",
        "What do the responsibilities of all orders for one token sum to in your code, and over "
        "how many tokens is each order's mean?",
    )
    if np.allclose(yours, _em_step(frequencies, np.array([0.5, 0.5]))):
        raise Gap(
            f"You returned {yours.round(3)}, as if both old weights were 0.5, but they are "
            "0.25 and 0.75.",
            "Where does the old weight of an order enter its responsibility?",
        )
    if np.allclose(yours, joint.sum(axis=1) / joint.sum()):
        raise Gap(
            f"You returned {yours.round(3)}: each order's total over all tokens, scaled to 1.",
            "In EM each token shares out one unit among the orders. What must be done before "
            "summing over tokens?",
        )
    expect_close(
        yours,
        _em_step(frequencies, weights),
        "New weight {index} is {yours}; the mean responsibility of that order is {expected}.",
        "For the first token the responsibilities are 0.1 and 0.9. What are yours, and what "
        "happens to them afterwards?",
    )
    many = np.random.default_rng(0).dirichlet(np.ones(5), size=200).T  # (5, 200)
    weights = np.array([0.1, 0.2, 0.3, 0.2, 0.2])
    expect_close(
        attempt(many, weights),
        _em_step(many, weights),
        "With 5 orders and 200 tokens, new weight {index} is {yours} instead of {expected}.",
        "Does your code assume two orders, or a particular number of tokens?",
    )


@exercise(NGRAMS, reference=honest_evaluation)
def evaluate(attempt: Attempt) -> None:
    """Compare with what each combination of bugs would return."""
    diagnose_evaluation(attempt)


def _continuations(documents: list[list[str]]) -> dict[str, int]:
    before = defaultdict(set)
    for document in documents:
        tokens = ["<start>", *document, "<end>"]
        for left, right in itertools.pairwise(tokens):
            before[right].add(left)
    return {word: len(tokens) for word, tokens in before.items()}


@exercise(NGRAMS, reference=_continuations)
def continuations(attempt: Attempt) -> None:
    """Three documents in which types, tokens, followers and borders all give other numbers."""
    documents = [["a", "b", "a", "b"], ["b", "a", "a"], ["c", "b"]]
    yours = dict(attempt(documents))
    right = _continuations(documents)  # a: 3, b: 3, c: 1, <end>: 2
    if any(not isinstance(value, Real) for value in yours.values()):
        raise Gap(
            f"For b you returned {yours.get('b')!r}, but a number is wanted.",
            "You have the tokens; how many are they?",
        )
    if math.isclose(sum(yours.values()), 1):
        raise Gap(
            f"For b you returned {yours.get('b', 0):.4g}: that is a share, and a count is wanted.",
            "Which line divides?",
        )
    expect(
        not {"a", "b"}.isdisjoint(yours),
        f"Your words are {list(yours)}, but the documents hold a, b and c.",
        "Does your code read the documents that it is given?",
    )
    followers = _continuations([document[::-1] for document in documents])
    if all(yours.get(word) == followers[word] for word in ("a", "b", "c")):
        raise Gap(
            f"For b you returned {yours['b']}, how many different tokens stand after it.",
            "In the pair (left, right), for which of the two do you collect the other?",
        )
    for which, document in (("first", documents[0]), ("last", documents[-1])):
        expect(
            yours != _continuations([document]),
            f"You returned {yours}: only the {which} document was counted.",
            "Which line starts again, or returns, with every document?",
        )
    expect(
        "<start>" not in yours,
        f"Your result for <start> is {yours.get('<start>')}, but nothing stands before it.",
        "Which pair of your code ends in <start>? Does it lie within one document?",
    )
    expect(
        "<end>" in yours,
        f"Your words are {sorted(yours)}; <end> is missing.",
        "Which tokens stand before the end of a document?",
    )
    if yours.get("c", 0) == 0:
        raise Gap(
            f"You found {yours.get('c', 0)} tokens before c, which only ever begins a document.",
            "What stands before the first word of a document?",
        )
    expect(
        yours.get("c") != len(set("<start>")),
        "You found 6 tokens before c, which only ever begins a document: six are the different "
        "characters of '<start>'.",
        "What do set(…) and update(…) make of a string, and which method adds it whole?",
    )
    expect(
        yours != Counter(word for document in documents for word in [*document, "<end>"]),
        "You found 4 tokens before b: a was counted twice, as the pair (a, b) occurs twice.",
        "Different tokens: which container forgets repetitions?",
    )
    expect(
        yours != Counter(word for document in documents for word in {*document, "<end>"}),
        f"For <end> you returned {yours['<end>']}: in how many documents each word occurs.",
        "What is to be different from what: documents, or the tokens before a word?",
    )
    expect(
        yours.get("b") != 4,
        "You found 4 tokens before b, but only <start>, a and c stand directly before it.",
        "Which token of ['a', 'b', 'a', 'b'] does your code add that is no neighbor on the left?",
    )
    if yours == sum((Counter(_continuations([document])) for document in documents), Counter()):
        raise Gap(
            "You found 3 tokens before <end>, which are a and b: b was counted once for each "
            "document that it ends.",
            "How long does a set of your code live: for one document, or for all?",
        )
    expect(
        yours != {**right, "a": 2},
        "For a you returned 2, <start> and b, but a stands before a as well, in (a, a).",
        "In 'ha ha' a word may stand before itself. Which line leaves such a pair out?",
    )
    for word in sorted({*right, *yours}):
        expect_close(
            yours.get(word, 0),
            right.get(word, 0),
            f"For {word} you returned {{yours}} instead of {{expected}}.",
            f"Write down every pair of these documents that ends in {word}. Is there one that "
            "crosses from one document into the next?",
        )
    other = [["on", "upon"], ["on"]]  # on: 1, upon: 1, <end>: 2
    yours = dict(attempt(other))
    expect(
        "a" not in yours,
        f"For {other} your words are {list(yours)}: some are from the call before.",
        "Where is your table of words made: inside the function, at each call?",
    )
    expect(
        yours == _continuations(other),
        f"For {other} you returned {yours} instead of {_continuations(other)}.",
        "Does your code compare whole words, or the ends of strings?",
    )


@exercise(NGRAMS, reference=apply_temperature)
def with_temperature(attempt: Attempt) -> None:
    """Temperature 1/2 squares, 2 takes roots; zeros stay; a small one must not underflow."""
    diagnose_temperature(attempt)
