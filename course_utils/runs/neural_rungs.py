"""Neural models on the ladders: the same budget for each, three seeds, chosen on validation.

A `Contender` is tried with three learning rates for a share of the time; the best one on validation
documents trains it again from several seeds. Budgets are CPU seconds of one thread, turned into
steps by timing a few of them first, so a busy machine changes little.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import nn

from course_utils.data import Corpus
from course_utils.evaluation import Rung, document_bits, score
from course_utils.models.rnn import TruncatedLoss
from course_utils.streaming import stream_batches
from course_utils.training import document_batches, fit, log2_probabilities, next_token_loss

VALIDATION_DOCUMENTS = 150  # enough to choose a learning rate


@dataclass(frozen=True)
class Contender:
    """A neural model that wants a place on a ladder."""

    name: str  # on the chart
    build: Callable[[int], nn.Module]  # vocabulary size V -> the model with fresh random weights
    learning_rates: tuple[float, ...]  # all are tried; equally many for every contender
    tokens_per_batch: int = 512
    stream: tuple[int, int] | None = None  # rows and steps of `stream_batches`, not documents
    carries: bool = False  # whether its state is carried on from batch to batch of the stream
    muon: bool = False  # see `training.make_optimizers`
    context: int | None = None  # most tokens it reads at once; None: any number


@dataclass(frozen=True)
class Budget:
    """What every contender gets: CPU seconds of one thread, and seeds."""

    seconds: float = 90.0  # of each training
    trial_seconds: float = 30.0  # of the trial of each learning rate
    seeds: tuple[int, ...] = (0, 1, 2)
    timed_steps: int = 30  # tell how many steps the seconds are

    def __str__(self) -> str:
        """In words, for the file that tells how a run was made."""
        return (
            f"{self.trial_seconds:g} CPU seconds of one thread for each of 3 learning rates, "
            f"then {self.seconds:g} for each of {len(self.seeds)} seeds"
        )


@dataclass
class Contest:
    """What came of one contender: its trained models and how it got them."""

    name: str
    learning_rate: float = 0.0  # the one chosen
    trials: dict[float, float] = field(default_factory=dict)  # learning rate -> validation bits
    steps: int = 0
    seconds: list[float] = field(default_factory=list)  # CPU seconds of each training
    seeds: tuple[int, ...] = ()
    models: list[nn.Module] = field(default_factory=list)  # one a seed

    def how(self) -> dict[str, object]:
        """What a shipped run tells about it."""
        return {
            "learning rates tried: validation bits per token": {
                f"{rate:g}": round(bits, 4) for rate, bits in self.trials.items()
            },
            "learning rate": self.learning_rate,
            "steps": self.steps,
            "CPU seconds": [round(seconds, 1) for seconds in self.seconds],
            "seeds": list(self.seeds),
            "parameters": sum(weights.numel() for weights in self.models[0].parameters()),
        }


def train_one(
    contender: Contender,
    documents: Sequence[np.ndarray],
    vocabulary_size: int,
    steps: int,
    learning_rate: float,
    seed: int = 0,
) -> tuple[nn.Module, float]:
    """A model trained from one seed, and the CPU seconds that its training took."""
    torch.manual_seed(seed)
    model = contender.build(vocabulary_size)
    batches, loss = document_batches(documents, contender.tokens_per_batch, seed), next_token_loss
    if contender.stream is not None:
        batches = stream_batches(documents, *contender.stream, seed)
        loss = TruncatedLoss() if contender.carries else next_token_loss
    begin, muon = time.process_time(), contender.muon
    fit(model, batches, steps, learning_rate, loss=loss, muon=muon, seed=seed, progress=False)
    return model, time.process_time() - begin


def contend(
    contender: Contender, train: Corpus, validation: Corpus, budget: Budget = Budget()
) -> Contest:
    """Choose the learning rate on validation documents, then train once a seed."""
    documents, V = list(train), len(train.tokenizer)
    rates = sorted(contender.learning_rates)
    contest = Contest(contender.name, seeds=budget.seeds)
    timed = budget.timed_steps
    train_one(contender, documents, V, timed, rates[0])  # the first steps are slower
    one_step = train_one(contender, documents, V, timed, rates[0])[1] / timed
    for rate in rates:
        steps = max(1, round(budget.trial_seconds / one_step))
        model, _ = train_one(contender, documents, V, steps, rate)
        some = validation[:VALIDATION_DOCUMENTS]
        log2 = log2_probabilities(model, some, context=contender.context)
        contest.trials[rate] = float(-log2.mean())
    contest.learning_rate = min(rates, key=contest.trials.__getitem__)
    contest.steps = max(1, round(budget.seconds / one_step))
    for seed in budget.seeds:
        model, seconds = train_one(
            contender, documents, V, contest.steps, contest.learning_rate, seed
        )
        contest.models.append(model)
        contest.seconds.append(seconds)
    return contest


def mean_rung(
    ladder: str,
    week: str,
    name: str,
    log2_of_seeds: Sequence[np.ndarray],
    test: Corpus,
    units: np.ndarray,
) -> Rung:
    """The rung of the mean over seeds: each document's bits are averaged, then scored.

    Args:
        ladder: its name.
        week: that builds the model.
        name: of the model, on the chart.
        log2_of_seeds: log2-probabilities of all test tokens, (N,), one array a seed.
        test: documents that were scored.
        units: (D,) tokens or characters of each.
    """
    bits = np.mean([document_bits(log2, test) for log2 in log2_of_seeds], axis=0)
    result = score(bits, units)
    return Rung(ladder, name, week, result.bits, result.low, result.high)
