"""Checks of week1_3_ngrams, each after the course's own version of the exercise."""

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.exercise import exercise, expect, expect_close
from course_utils.generation import apply_temperature
from course_utils.models.ngram import count_ngrams, evidence_for
from course_utils.models.smoothing import add_k
from course_utils.tokenizers import END

NGRAMS = "week1_3_ngrams"
KS = (1, 0.1, 0.01, 0.001, 1e-4, 1e-5, 1e-6)  # of the debugging lab


def known_mistake(yours: float, mistakes: dict[float, tuple[str, str]]) -> None:
    """Raise the Gap of the mistake whose value `yours` equals, if there is one."""
    for value, (says, asks) in mistakes.items():
        if math.isclose(yours, value, rel_tol=1e-6, abs_tol=1e-9):
            raise Gap(says, asks)


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
    """In this table P(a b) = 1/2 * 1/4 * 1/8, so every missing factor shows in the sum."""
    bigrams = {
        "<start>": Counter(a=2, b=2),
        "a": Counter(b=1, c=1, a=2),
        "b": Counter({"<end>": 1, "a": 7}),
    }
    yours = attempt(bigrams, ["a", "b"])
    expect(
        yours <= 0,
        f"You returned {yours:.4f}, but log2 of a probability is never above 0.",
        "Did you take the logarithm, and then add instead of multiply?",
    )
    mistakes = {
        -6 * math.log(2): (
            f"You returned {yours:.3f}: right, but in nats.",
            "Which logarithm of the math module counts in bits?",
        ),
        -5.0: (
            "You returned -5 = log2(1/4 * 1/8); the factor P(a | <start>) = 1/2 is missing.",
            "Which token stands before the first word?",
        ),
        -3.0: (
            "You returned -3 = log2(1/2 * 1/4); the factor P(<end> | b) = 1/8 is missing.",
            "How does the model say that the sentence is over after b?",
        ),
        -2.0: (
            "You returned -2 = log2(1/4): only the pair (a, b) was counted.",
            "Which two tokens that are not words belong to every sentence?",
        ),
        -11.0: (
            "You returned -11: each count was divided by 16, all tokens of the table.",
            "Does c(v) count every token, or only those that follow v?",
        ),
        -math.log2(6): (
            f"You returned {yours:.3f}: counts were divided by the number of different followers.",
            "Is c(v) the length of the Counter, or the sum of its values?",
        ),
    }
    known_mistake(yours, mistakes)
    expect_close(
        yours,
        -6.0,
        "P(a b) = 1/2 * 1/4 * 1/8 = 2^-6 in this table, but you returned {yours}.",
        "Print each factor: which one is not 1/2, 1/4 or 1/8?",
    )
    for sentence, why in (
        (["b", "b"], "b never followed b"),
        (["a", "c"], "c was never a context"),
        (["z"], "z never began a sentence"),
    ):
        expect(
            attempt(bigrams, sentence) == -math.inf,
            f"For {sentence} you returned {attempt(bigrams, sentence)}, although {why}.",
            "What is the logarithm of a product with a factor 0, and what was to be returned then?",
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
        "Five tokens cost 1, 1, 1, 1 and 4 bits, so the perplexity is 2^(8/5) = {expected}; "
        "you returned {yours}.",
        "What are the bits per token of this set, and what is 2 to that power?",
    )
    expect_close(
        attempt([np.log2([0.25, 0.25]), np.log2([0.25, 0.25, 0.25])]),
        4.0,
        "A fair choice among 4 tokens has perplexity 4, but you returned {yours}.",
        "Does your answer depend on how the tokens are spread over documents?",
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


def _evaluate(
    train: Sequence[np.ndarray],
    validation: Sequence[np.ndarray],
    test: Sequence[np.ndarray],
    vocabulary_size: int,
    ks: Sequence[float] = KS,
) -> float:
    return _evaluated(train, validation, test, vocabulary_size, ks, frozenset())


# The bugs of the debugging lab, and what the check says when one of them is still there.
BUGS = {
    "counts test": (
        "the test documents are still counted.",
        "Which of the three texts may a model have counted before it is scored on the test text?",
    ),
    "chooses on test": (
        "k is still chosen on the test text.",
        "Which of the three texts is there for decisions?",
    ),
    "mean of means": (
        "each document still weighs the same, however long it is.",
        "How much should one token weigh, in a short document and in a long one?",
    ),
    "counts validation": (
        "the validation documents are counted.",
        "If they are counted, what can they still say about k?",
    ),
    "never chooses": (
        "the first k of the list is always used.",
        "Which text decides, and which of the four k gives it the fewest bits?",
    ),
    "chooses on train": (
        "k is chosen on the training text.",
        "Which k looks best on text that was counted, and why?",
    ),
}


def _evaluated(
    train: Sequence[np.ndarray],
    validation: Sequence[np.ndarray],
    test: Sequence[np.ndarray],
    vocabulary_size: int,
    ks: Sequence[float],
    bugs: frozenset[str],
) -> float:
    """Bits per token of the test text, with the given bugs of BUGS built in."""
    documents = list(train)
    documents += list(validation) if "counts validation" in bugs else []
    documents += list(test) if "counts test" in bugs else []
    counts = count_ngrams(documents, 2, vocabulary_size)
    decides = test if "chooses on test" in bugs else validation
    decides = train if "chooses on train" in bugs else decides
    evidence = evidence_for(counts, decides)
    best = min(ks, key=lambda k: -np.log2(add_k(evidence, k)).mean())
    best = ks[0] if "never chooses" in bugs else best
    groups = [[document] for document in test] if "mean of means" in bugs else [test]
    means = [-np.log2(add_k(evidence_for(counts, group), best)).mean() for group in groups]
    return float(np.mean(means))


def lab_texts() -> tuple[list[np.ndarray], list[np.ndarray], list[np.ndarray]]:
    """Three small texts for the lab, each less like the training text than the one before.

    Training, validation and test text then each prefer another k.
    """
    random = np.random.default_rng(1)

    def documents(number: int, novelty: float) -> list[np.ndarray]:
        made = []
        for _ in range(number):
            length = random.integers(2, 30)
            usual = 10 + np.arange(random.integers(0, 4), length + 4)[:length] % 4
            new = random.integers(10, 24, length)
            made.append(np.append(np.where(random.random(length) < novelty, new, usual), END))
        return made

    return documents(40, 0.02), documents(20, 0.03), documents(20, 0.2)


@exercise(NGRAMS, reference=_evaluate)
def evaluate(attempt: Attempt) -> None:
    """Compare with what each combination of bugs would return."""
    texts, size, ks = lab_texts(), 24, (10, 1, 0.1, 0.01, 0.001)
    yours = attempt(*texts, size, ks)
    right = _evaluate(*texts, size, ks)
    if math.isclose(yours, right * math.log(2), rel_tol=1e-6):
        raise Gap(
            f"You returned {yours:.3f}, the right number in nats.",
            "Which logarithm counts in bits?",
        )
    if math.isclose(yours, -right, rel_tol=1e-6):
        raise Gap(f"You returned {yours:.3f}.", "Can text cost a negative number of bits?")
    for number in range(1, 4):
        for bugs in itertools.combinations(BUGS, number):
            if math.isclose(yours, _evaluated(*texts, size, ks, frozenset(bugs)), rel_tol=1e-9):
                says, asks = BUGS[bugs[0]]
                more = f" ({number - 1} more to find after that.)" if number > 1 else ""
                raise Gap(f"You returned {yours:.3f}: {says}{more}", asks)
    expect_close(
        yours,
        right,
        "You returned {yours} bits per token; the honest number is {expected}.",
        "Count which text, choose k on which text, and divide by how many tokens?",
    )
    expect_close(
        attempt(*texts, size),
        _evaluate(*texts, size),
        "With the list ks of the first line you returned {yours} instead of {expected}.",
        "Does your code use the list ks that it is given?",
    )


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
    documents = [["a", "b", "a", "b"], ["b", "a"], ["c", "b"]]
    yours = dict(attempt(documents))
    right = _continuations(documents)  # a: 2, b: 3, c: 1, <end>: 2
    if any(not isinstance(value, (int, np.integer)) for value in yours.values()):
        raise Gap(
            f"For b you returned {yours.get('b')!r}, but a number is wanted.",
            "You have the tokens; how many are they?",
        )
    expect(
        "<start>" not in yours,
        f"You counted {yours.get('<start>')} tokens before <start>.",
        "Does the pair that ends in <start> lie within one document?",
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
    if yours["b"] == 4:
        raise Gap(
            "You found 4 tokens before b: a was counted twice, as the pair (a, b) occurs twice.",
            "Different tokens: which container forgets repetitions?",
        )
    followers = _continuations([document[::-1] for document in documents])
    if all(yours.get(word) == followers[word] for word in ("a", "b", "c")):
        raise Gap(
            f"For b you returned {yours['b']}, how many different tokens stand after it.",
            "In the pair (left, right), for which of the two do you collect the other?",
        )
    for word in sorted(right):
        expect_close(
            yours.get(word, 0),
            right[word],
            f"For {word} you returned {{yours}} instead of {{expected}}.",
            f"Write down every pair of these documents that ends in {word}. Is there one that "
            "crosses from one document into the next?",
        )
    expect(
        yours == right,
        f"Your words are {sorted(yours)}; these documents have {sorted(right)}.",
        "Where does the extra word come from?",
    )


@exercise(NGRAMS, reference=apply_temperature)
def with_temperature(attempt: Attempt) -> None:
    """Temperature 1/2 squares, 2 takes roots; zeros stay; a small one must not underflow."""
    probabilities = np.array([0.5, 0.25, 0.25, 0.0])
    yours = attempt(probabilities, 0.5)
    expect(
        math.isclose(yours.sum(), 1, rel_tol=1e-6),
        f"Your probabilities sum to {yours.sum():.3f}, not to 1.",
        "What is the denominator of the formula for?",
    )
    expect(
        yours[3] == 0,
        f"The last token had probability 0 and now has {yours[3]:.2g}.",
        "The formula raises probabilities to a power. Where does your code exponentiate them?",
    )
    if np.allclose(yours, apply_temperature(probabilities, 2)):
        raise Gap(
            f"At temperature 0.5 you returned {yours.round(3)}: flatter than before, not sharper.",
            "Is the exponent the temperature, or one over it?",
        )
    if np.allclose(yours, probabilities):
        raise Gap(
            "At temperature 0.5 nothing changed.", "Which step of your code uses the temperature?"
        )
    expect_close(
        yours,
        [2 / 3, 1 / 6, 1 / 6, 0.0],
        "At temperature 0.5, 1/2, 1/4 and 1/4 are squared and scaled: entry {index} should be "
        "{expected}, yours is {yours}.",
        "What is one over the temperature here, and what do the powers sum to?",
    )
    expect_close(
        attempt(probabilities, 2.0),
        apply_temperature(probabilities, 2.0),
        "At temperature 2, entry {index} should be {expected}, yours is {yours}.",
        "Does your exponent depend on the temperature it is given?",
    )
    many = np.append(np.full(48, 0.02), 0.04)
    expect_close(
        attempt(many, 0.001),
        apply_temperature(many, 0.001),
        "At temperature 0.001 and 49 tokens, entry {index} is {yours} instead of {expected}.",
        "What is 0.04 to the power of 1000 in floating point, and what can be divided out first?",
    )
