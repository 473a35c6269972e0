"""Checks of week1_3_ngrams, each after the course's own version of the exercise."""

import itertools
import math
from collections import Counter, defaultdict
from numbers import Real

import numpy as np

from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.exercise import exercise, expect, expect_close
from course_utils.checks.leaky_evaluation import diagnose_evaluation, honest_evaluation
from course_utils.checks.messages import known_mistake, told
from course_utils.checks.temperature import diagnose_temperature
from course_utils.generation import apply_temperature

NGRAMS = "week1_3_ngrams"


def _sentence_log2_probability(bigrams: dict[str, Counter], sentence: list[str]) -> float:
    tokens = ["<start>", *sentence, "<end>"]
    total = 0.0
    for context, token in itertools.pairwise(tokens):
        followers = bigrams.get(context, Counter())
        if followers[token] == 0:
            return -math.inf
        total += math.log2(followers[token] / followers.total())
    return total


@exercise(NGRAMS, reference=_sentence_log2_probability)
def sentence_log2_probability(attempt: Attempt) -> None:
    """In this table P(a b) = 1/2 * 1/4 * 1/16, so every missing factor shows in the sum."""
    bigrams = {
        "<start>": Counter(a=2, b=2),
        "a": Counter(b=1, c=1, a=2),
        "b": Counter({"<end>": 1, "a": 15}),
    }
    with told(
        ("Your result is -inf",),
        "You returned -inf, but none of the three factors is 0: they are 1/2, 1/4 and 1/16.",
        "Which one is 0 in your code? (In a pair, which word is the context?)",
    ):
        yours = attempt(bigrams, ["a", "b"])
    ask_base = "Which logarithm of the math module counts in bits?"
    mistakes = {
        7.0: (
            "You returned 7: the right number with the wrong sign.",
            "Is the logarithm of a probability positive or negative?",
        ),
        -7 * math.log(2): (f"You returned {yours:.3f}: right, but in nats.", ask_base),
        -7 * math.log10(2): (f"You returned {yours:.3f}: right, but to base 10.", ask_base),
        -7 / 3: (
            f"You returned {yours:.3f} = -7/3: the sum was divided by the number of factors.",
            "Is a sentence's probability a product or an average?",
        ),
        -6.0: (
            "You returned -6 = log2(1/4 * 1/16); the factor P(a | <start>) = 1/2 is missing.",
            "Which token stands before the first word?",
        ),
        -3.0: (
            "You returned -3 = log2(1/2 * 1/4); the factor P(<end> | b) = 1/16 is missing.",
            "How does the model say that the sentence is over after b?",
        ),
        -2.0: (
            "You returned -2 = log2(1/4): only the pair (a, b) was counted.",
            "Which two tokens that are not words belong to every sentence?",
        ),
        1 - 3 * math.log2(24): (
            f"You returned {yours:.3f}: each count was divided by 24, all tokens of the table.",
            "Does c(v) count every token, or only those that follow v?",
        ),
        -math.log2(6): (
            f"You returned {yours:.3f}: counts were divided by the number of different followers.",
            "Is c(v) the length of the Counter, or the sum of its values?",
        ),
    }
    known_mistake(yours, mistakes)
    expect(
        yours <= 0,
        f"You returned {yours:.4f}, but log2 of a probability is never above 0.",
        "Where does your code take the logarithm, and does it add logarithms or multiply them?",
    )
    expect_close(
        yours,
        -7.0,
        "P(a b) = 1/2 * 1/4 * 1/16 = 2^-7 in this table, but you returned {yours}.",
        "Print each factor: which one is not 1/2, 1/4 or 1/16?",
    )
    for sentence, why in (
        (["b", "b"], "b never followed b"),
        (["a", "c"], "c was never a context"),
        (["z"], "z never began a sentence"),
    ):
        with told(
            ("KeyError: 'c'",),
            "For ['a', 'c']: c was never a context, so c is not in the table (KeyError).",
            "How can you look up a word that may be missing?",
        ):
            yours = attempt(bigrams, sentence)
        expect(
            yours == -math.inf,
            f"For {sentence} you returned {yours}, although {why}.",
            "What is the logarithm of a product with a factor 0, and what was to be returned then?",
        )
    long = ["a"] * 2000 + ["b"]
    with told(
        ("Your result is -inf", "ValueError"),
        f"A sentence of 2,001 words has log2 P = {_sentence_log2_probability(bigrams, long):.0f}, "
        "but in your code the product underflowed to 0.",
        "Where could you add instead of multiply?",
    ):
        yours = attempt(bigrams, long)
    expect_close(
        yours,
        _sentence_log2_probability(bigrams, long),
        "For a sentence of 2,001 words you returned {yours} instead of {expected}.",
        "Does your code treat the thousandth word as it treats the first?",
    )


def _perplexity_of(log2_probabilities: list[np.ndarray]) -> float:
    return float(2 ** -np.concatenate(log2_probabilities).mean())


@exercise(NGRAMS, reference=_perplexity_of)
def perplexity_of(attempt: Attempt) -> None:
    """Four tokens of one bit in one document and one token of four bits in another."""
    yours = attempt([np.array([-1.0, -1.0, -1.0, -1.0]), np.array([-4.0])])
    mistakes = {
        2**-1.6: (
            f"You returned {yours:.3f}, and a perplexity is at least 1.",
            "What is the sign of a log-probability, and what must stand in the exponent?",
        ),
        1.6: (
            "You returned 1.6: those are the bits per token.",
            "Perplexity is 2 to the power of what?",
        ),
        9.0: (
            "You returned 9, the mean of the documents' perplexities 2 and 16.",
            "Five tokens were predicted. How much should each of them count?",
        ),
        2**2.5: (
            f"You returned {yours:.3f} = 2^2.5, from the mean of the documents' means 1 and 4.",
            "One document has four tokens, the other one. Should both weigh the same?",
        ),
        2**8: (
            "You returned 256 = 2^8, from the sum of the bits.",
            "Bits per what does the exponent hold?",
        ),
        2**4: (
            "You returned 16 = 2^4, from 8 bits divided by 2 documents.",
            "Bits per token: how many tokens are there in all documents?",
        ),
        math.exp(1.6): (
            f"You returned {yours:.3f} = e^1.6, but the logarithms are to base 2.",
            "Which base undoes log2?",
        ),
        1 / np.mean([0.5, 0.5, 0.5, 0.5, 0.0625]): (
            f"You returned {yours:.3f}, one over the mean probability.",
            "The mean is taken of the logarithms. Where do yours turn back into probabilities?",
        ),
    }
    known_mistake(yours, mistakes)
    expect_close(
        yours,
        2**1.6,
        "Five tokens cost 1, 1, 1, 1 and 4 bits; from them you returned {yours}.",
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
    expect_close(
        float(yours.sum()),
        1.0,
        "Your new weights sum to {yours}, not to 1.",
        "What do the responsibilities of all orders for one token sum to in your code?",
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
        "For the first token the responsibilities are 0.1 and 0.9. What are yours?",
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
    if yours.get("b") == 4:
        raise Gap(
            "You found 4 tokens before b: a was counted twice, as the pair (a, b) occurs twice.",
            "Different tokens: which container forgets repetitions?",
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


@exercise(NGRAMS, reference=apply_temperature)
def with_temperature(attempt: Attempt) -> None:
    """Temperature 1/2 squares, 2 takes roots; zeros stay; a small one must not underflow."""
    diagnose_temperature(attempt)
