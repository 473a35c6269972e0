"""The neural models of each week on the ladders: sizes, learning rates and budgets.

The command is `python -m course_utils.ladders --week 2.2`; this file is apart from it so that
counting n-grams does not load PyTorch.
"""

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
from torch import nn

from course_utils.data import Corpus
from course_utils.evaluation import Rung
from course_utils.models.ngram import count_ngrams
from course_utils.models.nnlm import NNLM, NNLMConfig, mixing_weight
from course_utils.models.rnn import RecurrentConfig, RecurrentLM
from course_utils.models.smoothing import every_smoothing
from course_utils.neural_rungs import Budget, Contender, contend, mean_rung
from course_utils.training import log2_probabilities

NEURAL_WEEKS = ("2.2", "3.1")
WORLD_BUDGET, TEXT_BUDGET = Budget(75, 15), Budget(30, 10)  # CPU seconds, see Budget


def contenders(week: str, real: bool) -> list[Contender]:
    """The neural models of a week, with sizes for bytes of real text or words of the world."""
    if week == "2.2":
        sizes = {"n": 8, "m": 16, "h": 128} if real else {"n": 6, "m": 32, "h": 128}
        rates = (0.02, 0.06, 0.2) if real else (0.01, 0.03, 0.1)
        name = f"NNLM, n = {sizes['n']}"
        return [Contender(name, lambda V: NNLM(NNLMConfig(V, **sizes)), rates)]
    if week == "3.1":
        stream = (16, 64) if real else None  # a text is read on from batch to batch
        rates = {"RNN": (0.005, 0.01, 0.02), "LSTM": (0.01, 0.02, 0.04)}
        return [
            Contender(
                name,
                partial(recurrent_lm, name.lower()),
                tuple(rate * (2 if real else 1) for rate in tried),
                stream=stream,
            )
            for name, tried in rates.items()
        ]
    raise ValueError(f"no neural models in week {week!r}; there are some in: {NEURAL_WEEKS}")


def recurrent_lm(cell: str, vocabulary_size: int) -> RecurrentLM:
    """The recurrent models of the ladders."""
    return RecurrentLM(RecurrentConfig(vocabulary_size, cell, width=128))


def neural_rungs(
    ladder: str, week: str, splits: Mapping[str, Corpus], units: np.ndarray, budget: Budget
) -> tuple[list[Rung], dict[str, object]]:
    """One rung for each neural model of a week, and how it was made."""
    rungs, how = [], {}
    for contender in contenders(week, real=ladder != "world"):
        contest = contend(contender, splits["train"], splits["validation"], budget)
        test = [log2_probabilities(model, splits["test"]) for model in contest.models]
        rungs.append(mean_rung(ladder, week, contest.name, test, splits["test"], units))
        bits = [-log2.sum() / units.sum() for log2 in test]
        how[contest.name] = {**contest.how(), "test bits of each seed": [round(b, 4) for b in bits]}
        if week == "2.2":  # the paper mixes its network with a trigram
            mixed, weights = mixed_with_trigram(contest.models, test, splits)
            name = f"{contest.name}, with a trigram"
            rungs.append(mean_rung(ladder, week, name, mixed, splits["test"], units))
            how[name] = {"weight of the network, each seed": [round(w, 4) for w in weights]}
    return rungs, how


def mixed_with_trigram(
    models: Sequence[nn.Module], tested: Sequence[np.ndarray], splits: Mapping[str, Corpus]
) -> tuple[list[np.ndarray], list[float]]:
    """log2-probabilities of the test tokens under each network mixed with an interpolated trigram.

    Both the trigram's weights and the network's are fitted on validation text.
    """
    validation = splits["validation"]
    counts = count_ngrams(splits["train"], 3, len(splits["train"].tokenizer))
    trigram = every_smoothing(counts, validation)["interpolation"]
    held_out, unseen = (trigram.log2_probabilities(splits[s]) for s in ("validation", "test"))
    mixed, weights = [], []
    for model, log2 in zip(models, tested, strict=True):
        fitted = mixing_weight(2 ** log2_probabilities(model, validation), 2**held_out)
        weights.append(fitted)
        mixed.append(np.log2(fitted * 2**log2 + (1 - fitted) * 2**unseen))
    return mixed, weights
