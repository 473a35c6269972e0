"""The debugging lab of week1_3_ngrams: an honest evaluation, and what each of its bugs returns.

A learner's number is compared with the numbers that the bugs give, alone and up to three together.
"""

import itertools
import math
from collections.abc import Sequence

import numpy as np

from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.exercise import expect_close
from course_utils.checks.messages import known
from course_utils.models.ngram import count_ngrams, evidence_for
from course_utils.models.smoothing import add_k
from course_utils.tokenizers import END

KS = (1, 0.1, 0.01, 0.001, 1e-4, 1e-5, 1e-6)  # the default of `evaluate`

# The lab's own: unlike KS, so that a forgotten parameter shows, and in an order in which the first,
# the last, the worst, and the choices of training text, of validation text by tokens and by
# documents, and of test text are seven different k, none of them the default of `add_k`.
LAB_KS = (0.02, 10, 0.3, 0.05, 0.9, 0.001, 3)

# Validation text prefers 0.05: here it stands first, before a bad k and a better one, and last.
SHORT_LISTS = ((0.05, 10, 3), (10, 3, 0.05))

VOCABULARY_SIZE = 40  # more than the texts' largest id + 1, as in any vocabulary with rare words

# What can be wrong, and what the check then says; the first three are in the lab's code.
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
    "counts again": (
        "with k chosen, everything was counted again with the validation documents.",
        "The task says: counted on the training text alone. For which counts was this k chosen?",
    ),
    "ignores ks": (
        f"k is chosen from {KS}, but the call says ks = {LAB_KS}.",
        "Does your code use the list ks that it is given?",
    ),
    "never chooses": (
        "the first k of the list is used.",
        "Which text decides, and which k gives it the fewest bits?",
    ),
    "last k": (
        "the last k of the list is used.",
        "Which line of your loop compares one k with the best so far?",
    ),
    "most bits": (
        "the k with the most bits on the validation text is used.",
        "Is it many bits or few that speak for a k, and which of the two does your code look for?",
    ),
    "chooses by documents": (
        "k has the fewest bits in the mean over the validation documents.",
        "How much should one token weigh where k is chosen, in a short document and in a long one?",
    ),
    "forgets k": (
        "the test text was scored with k = 1.",
        "Does the line that scores hand the chosen k to add_k, or is its default used?",
    ),
    "chooses on train": (
        "k is chosen on text that was counted, or is simply the smallest.",
        "Which k looks best on text that was counted, and why?",
    ),
}


def honest_evaluation(
    train: Sequence[np.ndarray],
    validation: Sequence[np.ndarray],
    test: Sequence[np.ndarray],
    vocabulary_size: int,
    ks: Sequence[float] = KS,
) -> float:
    """Bits per token of the test text under the add-k bigram model that validation chooses."""
    return evaluated(train, validation, test, vocabulary_size, ks, frozenset())


def evaluated(
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
    ks = KS if "ignores ks" in bugs else ks
    pick = max if "most bits" in bugs else min
    best = pick(ks, key=lambda k: -np.log2(add_k(evidence, k)).mean())
    if "chooses by documents" in bugs:
        apart = [evidence_for(counts, [document]) for document in decides]
        best = pick(ks, key=lambda k: np.mean([-np.log2(add_k(each, k)).mean() for each in apart]))
    best = ks[0] if "never chooses" in bugs else best
    best = ks[-1] if "last k" in bugs else best
    best = 1 if "forgets k" in bugs else best
    if "counts again" in bugs:
        counts = count_ngrams([*documents, *validation], 2, vocabulary_size)
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


def other_quantities(
    texts: tuple[list[np.ndarray], list[np.ndarray], list[np.ndarray]],
) -> dict[float, tuple[str, str]]:
    """What an evaluation without any bug of BUGS may return instead of bits per test token."""
    train, validation, test = texts
    right = honest_evaluation(*texts, VOCABULARY_SIZE, LAB_KS)
    total = right * sum(len(document) for document in test)
    occurring = 1 + max(int(document.max()) for text in texts for document in text)
    ask_k = "k is only a setting. What does the test text cost under it?"
    return {
        right * math.log(2): ("the right number in nats.", "Which logarithm counts in bits?"),
        -right: ("the sign is wrong.", "Can text cost a negative number of bits?"),
        2**right: (
            "that is the perplexity of the test text.",
            "Which number stands in the exponent of a perplexity?",
        ),
        total: ("those are the bits of the whole test text.", "Bits per what are wanted?"),
        total / len(test): (
            "the bits of the test text were divided by the number of documents.",
            "Bits per what are wanted?",
        ),
        honest_evaluation(train, validation, validation, VOCABULARY_SIZE, LAB_KS): (
            "those are the bits of the validation text.",
            "The validation text chose k. Which text has had no say so far?",
        ),
        honest_evaluation(*texts, occurring, LAB_KS): (
            f"the vocabulary was taken to be the {occurring} ids up to the largest in the texts.",
            f"The call says vocabulary_size = {VOCABULARY_SIZE}. What would be left for a word "
            "that occurs in none of the texts?",
        ),
        **{k: ("that is a k of the list itself, not a number of bits.", ask_k) for k in LAB_KS},
    }


def name_bugs(
    yours: float,
    texts: tuple[list[np.ndarray], list[np.ndarray], list[np.ndarray]],
    ks: Sequence[float],
) -> None:
    """Raise the Gap of the bugs, at most three together, that give the learner's number."""
    if math.isclose(yours, honest_evaluation(*texts, VOCABULARY_SIZE, ks), rel_tol=1e-9):
        return
    for number in range(1, 4):
        for bugs in itertools.combinations(BUGS, number):
            value = evaluated(*texts, VOCABULARY_SIZE, ks, frozenset(bugs))
            if math.isclose(yours, value, rel_tol=1e-9):
                says, asks = BUGS[bugs[0]]
                more = f" ({number - 1} more to find after that.)" if number > 1 else ""
                raise Gap(f"You returned {yours:.4g}: {says}{more}", asks)


def diagnose_evaluation(attempt: Attempt) -> None:
    """Raise the Gap of the bugs that give the learner's number."""
    texts = lab_texts()
    larger = attempt(*texts, VOCABULARY_SIZE + 100, LAB_KS)
    yours = attempt(*texts, VOCABULARY_SIZE, LAB_KS)
    known(
        yours,
        [
            (value, f"You returned {yours:.4g}: {says}", asks)
            for value, (says, asks) in other_quantities(texts).items()
        ],
    )
    name_bugs(yours, texts, LAB_KS)
    if math.isclose(yours, larger, rel_tol=1e-9):
        raise Gap(
            f"For {VOCABULARY_SIZE} and for {VOCABULARY_SIZE + 100} ids you returned {yours:.4g}: "
            "your model's size is not the vocabulary_size that was given.",
            "Where does the number of ids in your code come from?",
        )
    expect_close(
        yours,
        honest_evaluation(*texts, VOCABULARY_SIZE, LAB_KS),
        "You returned {yours} bits per token; the honest number is {expected}.",
        "Count which text, choose k on which text, and divide by how many tokens?",
    )
    for ks in SHORT_LISTS:
        yours = attempt(*texts, VOCABULARY_SIZE, ks)
        expect_close(
            yours,
            honest_evaluation(*texts, VOCABULARY_SIZE, ks),
            f"With ks = {ks} you returned {{yours}} instead of {{expected}}.",
            "Does your code compare every k of the list, the first and the last too, with the "
            "best so far?",
        )
    usual = attempt(*texts, VOCABULARY_SIZE)
    name_bugs(usual, texts, KS)
    expect_close(
        usual,
        honest_evaluation(*texts, VOCABULARY_SIZE),
        "With the list ks of the first line you returned {yours} instead of {expected}.",
        "Does the first line of your function still say ks=KS?",
    )
