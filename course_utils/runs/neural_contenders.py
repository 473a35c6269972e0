"""The neural models of each week on the ladders: sizes, learning rates and budgets.

The command is `python -m course_utils.runs.ladders --week 2.2`; this file is apart from it so that
counting n-grams does not load PyTorch.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
from torch import nn

from course_utils.data import Corpus
from course_utils.evaluation import Rung
from course_utils.models.ngram import count_ngrams
from course_utils.models.nnlm import NNLM, NNLMConfig, mixing_weight
from course_utils.models.rnn import RecurrentConfig, RecurrentLM
from course_utils.models.smoothing import every_smoothing
from course_utils.models.transformer import GPT, TransformerConfig
from course_utils.runs.neural_rungs import Budget, Contender, contend, mean_rung
from course_utils.training import log2_probabilities

NEURAL_WEEKS = ("2.2", "3.1", "4.2")
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
        rates = {"RNN": (0.01, 0.03, 0.1), "LSTM": (0.02, 0.06, 0.2)}
        return [
            Contender(name, partial(recurrent_lm, name.lower()), tried, 512, stream, carries=real)
            for name, tried in rates.items()
        ]
    if week == "4.2":
        context = 128 if real else 256  # all of a story fits, a part of a play
        stream = (8, context) if real else None
        rates = {  # a table of places, and two things that have changed since
            "GPT": (0.001, 0.003, 0.01) if real else (0.0003, 0.001, 0.003),
            "GPT, rotary": (0.001, 0.003, 0.01),
            "GPT, rotary, Muon": (0.012, 0.036, 0.108),
        }
        return [
            Contender(
                name,
                partial(small_gpt, context, "rotary" in name),
                tried,
                1024,
                stream,
                muon="Muon" in name,
                context=context,
            )
            for name, tried in rates.items()
        ]
    raise ValueError(f"no neural models in week {week!r}; there are some in: {NEURAL_WEEKS}")


def small_gpt(context: int, rotary: bool, vocabulary_size: int) -> GPT:
    """The GPTs of the ladders, as large as the course's checkpoint."""
    return GPT(TransformerConfig(vocabulary_size, context, width=128, layers=2, rotary=rotary))


def recurrent_lm(cell: str, vocabulary_size: int) -> RecurrentLM:
    """The recurrent models of the ladders."""
    return RecurrentLM(RecurrentConfig(vocabulary_size, cell, width=128))


def neural_rungs(
    ladder: str,
    week: str,
    splits: Mapping[str, Corpus],
    units: np.ndarray,
    budget: Budget,
    look: Callable[[nn.Module, np.ndarray], dict] | None = None,
) -> tuple[list[Rung], dict[str, dict[str, object]], dict[str, list[dict]]]:
    """One rung for each neural model of a week, and how it was made.

    Args:
        ladder: its name; "world" for the story world.
        week: that builds the models.
        splits: train, validation and test.
        units: (D,) tokens or characters of the test documents.
        budget: of each model.
        look: called with each trained model and the log2-probabilities of all test tokens.

    Returns:
        The rungs; for each model, how it was made; for each model, what `look` saw, a seed each.
    """
    rungs, how, seen = [], {}, {}
    for contender in contenders(week, real=ladder != "world"):
        contest = contend(contender, splits["train"], splits["validation"], budget)
        test = [
            log2_probabilities(model, splits["test"], context=contender.context)
            for model in contest.models
        ]
        rungs.append(mean_rung(ladder, week, contest.name, test, splits["test"], units))
        bits = [float(-log2.sum() / units.sum()) for log2 in test]
        how[contest.name] = {**contest.how(), "test bits of each seed": [round(b, 4) for b in bits]}
        if look is not None:
            seen[contest.name] = [look(*pair) for pair in zip(contest.models, test, strict=True)]
        if week == "2.2":  # the paper mixes its network with a trigram
            mixed, weights = mixed_with_trigram(contest.models, test, splits)
            name = f"{contest.name}, with a trigram"
            rungs.append(mean_rung(ladder, week, name, mixed, splits["test"], units))
            how[name] = {"weight of the network, each seed": [round(w, 4) for w in weights]}
    return rungs, how, seen


def at_both_ends(train: Corpus, validation: Corpus, test: Corpus) -> dict[str, np.ndarray]:
    """Bits of each token of the world's test documents, (N,), for counts and for the floor."""
    counts = count_ngrams(train, 5, len(test.tokenizer))
    ngrams = every_smoothing(counts, validation)["Kneser–Ney"]
    return {
        "5-gram, Kneser–Ney": -ngrams.log2_probabilities(test),
        "the world itself": test.bits,
    }


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
