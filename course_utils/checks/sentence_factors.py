"""The check of sentence_log2_probability in week1_3_ngrams: three factors, zeros, a long one."""

import itertools
import math
from collections import Counter

from course_utils.checks.attempt import Attempt
from course_utils.checks.exercise import expect, expect_close
from course_utils.checks.messages import known, told


def sentence_log2_probability(bigrams: dict[str, Counter], sentence: list[str]) -> float:
    """Sum the logarithms of the factors of a sentence, its end included; -inf if one is zero."""
    tokens = ["<start>", *sentence, "<end>"]
    total = 0.0
    for context, token in itertools.pairwise(tokens):
        followers = bigrams.get(context, Counter())
        if followers[token] == 0:
            return -math.inf
        total += math.log2(followers[token] / followers.total())
    return total


def diagnose_sentence(attempt: Attempt) -> None:
    """Raise the Gap of the first sentence whose logarithm differs."""
    bigrams = {
        "<start>": Counter(a=2, b=2),
        "a": Counter(b=1, c=1, a=2),
        "b": Counter({"<end>": 1, "a": 15}),
    }
    with told(
        ("Your result is -inf", "ValueError", "division by zero"),
        "Your code met a 0, but none of the three factors is 0: they are 1/2, 1/4 and 1/16.",
        "Print each pair as you look it up, context first: is it (<start>, a), (a, b) or "
        "(b, <end>), and is it the given table that your code reads?",
    ):
        yours = attempt(bigrams, ["a", "b"])
    ask_base = "Which logarithm of the math module counts in bits?"
    mistakes = [
        (7.0, "You returned 7: the right number with the wrong sign.",
         "Is the logarithm of a probability positive or negative?"),
        (-7 * math.log(2), f"You returned {yours:.3f}: right, but in nats.", ask_base),
        (-7 * math.log10(2), f"You returned {yours:.3f}: right, but to base 10.", ask_base),
        (-7 / 3, f"You returned {yours:.3f} = -7/3: the sum was divided by the number of factors.",
         "Is a sentence's probability a product or an average?"),
        (math.log2(1 / 2 + 1 / 4 + 1 / 16), f"You returned {yours:.4f} = log2(1/2 + 1/4 + 1/16).",
         "Are the factors added, or their logarithms?"),
        (-8.0, "You returned -8 = -1 * -2 * -4, the product of the three logarithms.",
         "The logarithm of a product is which combination of the logarithms?"),
        (-1.0, "You returned -1 = log2(1/2), the first of three factors.",
         "After how many pairs does your loop end? (How far is the return indented?)"),
        (-4.0, "You returned -4 = log2(1/16), the last of three factors.",
         "What happens to the logarithms of the pairs before?"),
        (-6.0, "You returned -6 = log2(1/4 * 1/16); the factor P(a | <start>) = 1/2 is missing.",
         "Which token stands before the first word?"),
        (-3.0, "You returned -3 = log2(1/2 * 1/4); the factor P(<end> | b) = 1/16 is missing.",
         "How does the model say that the sentence is over after b?"),
        (-2.0, "You returned -2 = log2(1/4): only the pair (a, b) was counted.",
         "Which two tokens that are not words belong to every sentence?"),
        (1 - 3 * math.log2(24),
         f"You returned {yours:.3f}: each count was divided by 24, all tokens of the table.",
         "Does c(v) count every token, or only those that follow v?"),
        (-math.log2(6),
         f"You returned {yours:.3f}: counts were divided by the number of different followers.",
         "Is c(v) the length of the Counter, or the sum of its values?"),
    ]  # fmt: skip
    known(yours, mistakes)
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
        ([], "<end> never followed <start>"),
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
    said = {
        "<start>": Counter(very=1),
        "very": Counter(very=1, late=255),
        "late": Counter({"<end>": 1}),
    }
    with told(
        ("Your result is -inf", "KeyError", "ValueError", "division by zero"),
        "For ['very', 'late'] your code met a 0, but the factors are 1, 255/256 and 1.",
        "Print the tokens that your code makes of this sentence: are they words or letters?",
    ):
        attempt(said, ["very", "late"])
    long = ["very"] * 200 + ["late"]  # longer ones would stop a recursion
    right = sentence_log2_probability(said, long)
    with told(
        ("Your result is -inf", "ValueError"),
        f"A sentence of 201 words has log2 P = {right:.0f}, "
        "but in your code the product underflowed to 0.",
        "Where could you add instead of multiply?",
    ):
        yours = attempt(said, long)
    expect_close(
        yours,
        right,
        "For a sentence of 201 words you returned {yours} instead of {expected}.",
        "Does your code treat the hundredth word as it treats the first?",
    )
