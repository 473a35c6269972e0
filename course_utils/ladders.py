"""The command behind the shipped ladders: the models of a week, chosen, scored, written down.

    python -m course_utils.ladders                            the story world, n-grams
    python -m course_utils.ladders --text FILE --name NAME    a text of yours
    python -m course_utils.ladders --week 2.2                 the neural models of that notebook

It writes datasets/runs/ladder_NAME.json, where the rungs of other weeks stay as they are. Orders
and settings are chosen on validation text; the test text is scored once for each chosen model.
Every neural model gets the same budget, see `neural_rungs`.
"""

import argparse
import datetime
import platform
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from torch import nn
from tqdm import tqdm

from course_utils.data import Corpus, load_text, load_world
from course_utils.evaluation import Rung, document_bits, save_rungs, score
from course_utils.models.ngram import NGramCounts, count_ngrams
from course_utils.models.nnlm import NNLM, NNLMConfig, mixing_weight
from course_utils.models.rnn import RecurrentConfig, RecurrentLM
from course_utils.models.smoothing import every_smoothing
from course_utils.neural_rungs import Budget, Contender, contend, mean_rung
from course_utils.training import log2_probabilities

WORLD_ORDER, TEXT_ORDER = 5, 8  # longest n-grams: words of the world, bytes of a text
NEURAL_WEEKS = ("2.2", "3.1")
WORLD_BUDGET, TEXT_BUDGET = Budget(75, 15), Budget(30, 10)  # CPU seconds, see Budget


def climb(counts: NGramCounts, validation: Corpus) -> dict[tuple[str, int], np.ndarray]:
    """Validation bits of each token, (N,), for every smoothing and every order."""
    bits = {}
    for n in tqdm(range(1, len(counts.levels)), leave=False, disable=None):  # only in a terminal
        shorter = NGramCounts(counts.levels[: n + 1], counts.vocabulary_size)
        for name, model in every_smoothing(shorter, validation).items():
            bits[name, n] = -model.log2_probabilities(validation)
    return bits


def choose_order(bits: Mapping[tuple[str, int], np.ndarray], name: str) -> int:
    """The order with the fewest validation bits for one smoothing."""
    orders = [n for other, n in bits if other == name]
    return min(orders, key=lambda n: bits[name, n].sum())


def ngram_rungs(
    ladder: str,
    counts: NGramCounts,
    bits: Mapping[tuple[str, int], np.ndarray],
    validation: Corpus,
    test: Corpus,
    units: np.ndarray,
) -> list[Rung]:
    """One rung for each smoothing: its best order, chosen on validation and scored on test text.

    Args:
        ladder: name of the ladder.
        counts: of the training text, up to the longest order.
        bits: of the validation text, from `climb`.
        validation: text on which weights and k are fitted.
        test: text that is scored.
        units: (D,) tokens or characters of each test document.
    """
    rungs = []
    for name in dict.fromkeys(name for name, _ in bits):
        n = choose_order(bits, name)
        shorter = NGramCounts(counts.levels[: n + 1], counts.vocabulary_size)
        model = every_smoothing(shorter, validation)[name]
        result = score(document_bits(model.log2_probabilities(test), test), units)
        interval = (result.bits, result.low, result.high)
        rungs.append(Rung(ladder, f"{n}-gram, {name}", "1.3", *interval, live=True))
    return rungs


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


def main() -> None:
    """Score every model of one week on one text and write its rungs into the text's ladder."""
    parser = argparse.ArgumentParser(description="Write datasets/runs/ladder_NAME.json.")
    parser.add_argument("--week", default="1.3", help='"1.3" (n-grams) or a later notebook')
    parser.add_argument("--text", help='"python_docs" or a UTF-8 file; default: the story world')
    parser.add_argument("--name", help="name of the ladder; default: world, or the text's name")
    arguments = parser.parse_args()
    if arguments.text is None:
        splits = {split: load_world(split) for split in ("train", "validation", "test")}
        units, order = np.diff(splits["test"].starts), WORLD_ORDER
    else:
        splits = load_text(arguments.text)
        units, order = splits["test"].characters, TEXT_ORDER
    name = arguments.name or Path(arguments.text or "world").stem
    how: dict[str, object] = {
        "command": "python -m course_utils.ladders"
        + (f" --week {arguments.week}" if arguments.week != "1.3" else "")
        + (f" --text {name}.txt" if arguments.text else ""),
        "date": datetime.date.today().isoformat(),
        "machine": f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}",
    }
    if arguments.week == "1.3":
        counts = count_ngrams(splits["train"], order, len(splits["train"].tokenizer))
        validation, test = splits["validation"], splits["test"]
        rungs = ngram_rungs(name, counts, climb(counts, validation), validation, test, units)
        how["seed"] = "none: counting draws nothing; the bootstrap of the intervals uses seed 0"
    else:
        budget = TEXT_BUDGET if arguments.text else WORLD_BUDGET
        rungs, models = neural_rungs(name, arguments.week, splits, units, budget)
        how["budget"] = (
            f"{budget.trial_seconds:g} CPU seconds of one thread for each of 3 learning rates, "
            f"then {budget.seconds:g} for each of {len(budget.seeds)} seeds"
        )
        how["models"] = models
    print("wrote", save_rungs(rungs, how))
    for rung in rungs:
        print(f"{rung.model:30} {rung.bits:.3f} ({rung.low:.3f} to {rung.high:.3f})")


if __name__ == "__main__":
    main()
