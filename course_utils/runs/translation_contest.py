"""Kinds of translators at equal cost: equally many learning-rate trials, the same CPU seconds.

Seconds are turned into steps beforehand, by timing a few steps of all kinds in turn. Learning rates
are chosen by the loss on validation pairs; what is tested of each final model, `look` says.
"""

import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from course_utils.evaluation import made, write_run
from course_utils.models.seq2seq import Seq2Seq, Seq2SeqConfig
from course_utils.models.transformer import EncoderDecoder, TransformerConfig
from course_utils.runs.neural_rungs import Budget
from course_utils.texts.translation import (
    Ids,
    StepByStep,
    Translator,
    make_batch,
    pair_batches,
    translation_loss,
)
from course_utils.training import fit

BUDGET = Budget(seconds=45, trial_seconds=15, timed_steps=20)
WIDTH, TOKENS = 96, 500  # of the models; cells of a batch
TURNS = 5  # of timing all kinds; the first one warms up

About = dict[str, Any]  # what a file tells of a trial or of a run


def build(kind: str, sizes: tuple[int, int]) -> Translator:
    """A model with fresh weights; the Transformer's one table holds the words of both languages."""
    if kind.startswith("transformer"):
        return StepByStep(EncoderDecoder(TransformerConfig(sizes[1], width=WIDTH, layers=2)))
    return Seq2Seq(Seq2SeqConfig(*sizes, WIDTH, kind))


def steps_per_second(
    train: Sequence[Ids], sizes: tuple[int, int], kinds: Sequence[str], timed_steps: int
) -> dict[str, float]:
    """Training steps in one CPU second, for each kind of model, timed in turn."""
    models = {kind: build(kind, sizes) for kind in kinds}
    batches = pair_batches(train, TOKENS)
    spent = dict.fromkeys(kinds, 0.0)
    for turn in range(TURNS):
        for kind, model in models.items():
            some, muon = [*itertools.islice(batches, timed_steps)], "Muon" in kind
            begin = time.process_time()
            fit(model, some, timed_steps, 1e-3, loss=translation_loss, muon=muon, progress=False)
            spent[kind] += (time.process_time() - begin) * (turn > 0)
    return {kind: (TURNS - 1) * timed_steps / seconds for kind, seconds in spent.items()}


def train_model(
    kind: str, train: Sequence[Ids], sizes: tuple[int, int], rate: float, steps: int, seed: int
) -> tuple[Translator, About]:
    """One model, and what its training cost."""
    torch.manual_seed(seed)
    model = build(kind, sizes)
    begin = time.process_time()
    history = fit(
        model,
        pair_batches(train, TOKENS, seed),
        steps,
        rate,
        loss=translation_loss,
        muon="Muon" in kind,
        weight_decay=0.01,
        seed=seed,
        progress=False,
    )
    parts = np.array_split(history.losses, min(40, steps))
    about = {
        "attention": kind,
        "learning_rate": rate,
        "seed": seed,
        "steps": steps,
        "cpu_seconds": round(time.process_time() - begin, 1),
        "parameters": sum(part.numel() for part in model.parameters()),
        "losses": [round(float(np.mean(part)), 4) for part in parts],
    }
    return model, about


@torch.inference_mode()
def held_out_loss(model: Translator, pairs: Sequence[Ids]) -> float:
    """Mean loss of a target token in nats."""
    batches = [make_batch(pairs[first : first + 50]) for first in range(0, len(pairs), 50)]
    counts = [int((targets >= 0).sum()) for _, _, targets in batches]
    losses = [translation_loss(model, batch).item() for batch in batches]
    return float(np.average(losses, weights=counts))


def without_losses(about: About) -> About:
    """What fits on a line."""
    return {key: value for key, value in about.items() if key != "losses"}


def compete(
    rates: Mapping[str, Sequence[float]],
    ids: Mapping[str, Sequence[Ids]],
    sizes: tuple[int, int],
    budget: Budget,
    look: Callable[[Translator, About], About],
) -> dict[str, list[About]]:
    """Trials of every learning rate of every kind, then runs at the best rate from every seed.

    Args:
        rates: to try for each kind of model, equally many.
        ids: of the training and validation pairs.
        sizes: of the two vocabularies.
        budget: of each kind.
        look: called with each final model and what is known of its run; returns what to add.

    Returns:
        {"trials": …, "runs": …}, as the files hold them.
    """
    speed = steps_per_second(ids["train"], sizes, list(rates), budget.timed_steps)
    trials, chosen, runs = [], {}, []
    for kind in rates:
        tried = []
        for rate in rates[kind]:
            steps = max(1, int(speed[kind] * budget.trial_seconds))
            model, about = train_model(kind, ids["train"], sizes, rate, steps, 0)
            about["validation_loss"] = held_out_loss(model, ids["validation"])
            tried.append(without_losses(about))
            print(tried[-1], flush=True)
        chosen[kind] = min(tried, key=lambda trial: trial["validation_loss"])["learning_rate"]
        trials += tried
    for seed, kind in itertools.product(budget.seeds, rates):
        steps = max(1, int(speed[kind] * budget.seconds))
        model, about = train_model(kind, ids["train"], sizes, chosen[kind], steps, seed)
        runs.append(about | look(model, about))
        print(without_losses(runs[-1]), flush=True)
    return {"trials": trials, "runs": runs}


def write_contest(path: Path, command: str, budget: Budget, contest: Callable[[], About]) -> None:
    """Hold a contest, and write what it found with how it was made."""
    begin, found = time.process_time(), contest()
    how = {
        **made(command),
        "cpu_seconds": {"each_trial": budget.trial_seconds, "each_run": budget.seconds},
        "all_cpu_seconds": round(time.process_time() - begin),
        "width": WIDTH,
    }
    write_run(path, {**how, **found})
    print("wrote", path)
