"""The command behind datasets/runs/transfer.json: what pretraining brings where labels are few.

    python -m course_utils.runs.transfer

Two questions about sentences of reviews (see texts/review_sentences.py): a reader is tested on
words that no label told it about. Every reader has four settings tried on validation sentences,
and then three seeds, each with its own halves of the words and its own examples.
"""

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from course_utils.data import load_world
from course_utils.evaluation import RUNS, made, write_run
from course_utils.models.checkpoints import load_model
from course_utils.models.transformer import BERT, GPT, TransformerConfig
from course_utils.pretrain import STORY_BERT, STORY_GPT
from course_utils.texts.review_sentences import Sentence, as_tensors, cut, sentences
from course_utils.texts.reviews import bags
from course_utils.tokenizers import PAD, START
from course_utils.training import fit

SHIPPED = RUNS / "transfer.json"
LABELS = (8, 24, 80, 256)
SEEDS, TRIAL_SEED, TRIAL_LABELS = (0, 1, 2), 9, 80
STEPS, ROWS = 60, 16  # of training a network on labeled sentences
TASKS = ("subject", "opinion")

# ---- Readers: (tokens, answers, setting, seed) -> a function from tokens to scores ----

Scores = Callable[[Tensor], Tensor]


def logistic(
    features: Scores, tokens: Tensor, answers: Tensor, penalty: float, seed: int
) -> Scores:
    """Logistic regression on fixed features, (B, T) -> (B, F), with an L2 penalty."""
    x = features(tokens)
    mean, spread = x.mean(0), x.std(0) + 1e-2
    weights = torch.zeros(x.shape[1], int(answers.max()) + 1, requires_grad=True)
    bias = torch.zeros(weights.shape[1], requires_grad=True)
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=60, line_search_fn="strong_wolfe")

    def scores(x: Tensor) -> Tensor:
        return (x - mean) / spread @ weights + bias

    def step() -> Tensor:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(scores(x), answers) + penalty * weights.square().sum()
        loss.backward()
        return loss

    optimizer.step(step)
    return lambda tokens: scores(features(tokens)).detach()


class Reader(nn.Module):
    """A language model whose states, averaged over the sentence, answer one question."""

    def __init__(self, body: GPT | BERT, classes: int) -> None:
        super().__init__()
        self.body, self.answer = body, nn.Linear(body.config.width, classes)
        self.states: Tensor | None = None
        if isinstance(body, GPT):  # its states are what its last LayerNorm gives out
            body.norm.register_forward_hook(self.keep)

    def keep(self, _module: nn.Module, _inputs: tuple, states: Tensor) -> None:
        """Remember the states of the forward pass."""
        self.states = states

    def forward(self, tokens: Tensor) -> Tensor:
        if isinstance(self.body, BERT):
            states = self.body.states(tokens)
        else:
            self.body(tokens)
            states = self.states
        real = (tokens != PAD)[..., None]  # (B, T, 1)
        return self.answer((states * real).sum(1) / real.sum(1))


def all_trained(
    build: Callable[[], GPT | BERT], tokens: Tensor, answers: Tensor, rate: float, seed: int
) -> Scores:
    """Train a model and its answer layer on the labeled sentences."""
    torch.manual_seed(seed)
    reader = Reader(build(), int(answers.max()) + 1)
    random = torch.Generator().manual_seed(seed)

    def batches() -> Iterator[tuple[Tensor, Tensor]]:
        while True:
            chosen = torch.randint(len(tokens), (ROWS,), generator=random)
            yield tokens[chosen], answers[chosen]

    def loss(reader: nn.Module, batch: tuple[Tensor, Tensor]) -> Tensor:
        return nn.functional.cross_entropy(reader(batch[0]), batch[1])

    fit(reader, batches(), STEPS, rate, loss=loss, seed=seed, progress=False)
    return torch.inference_mode()(reader)


def mean_vectors(table: Tensor, tokens: Tensor) -> Tensor:
    """The mean of the words' vectors: (B, T) -> (B, C)."""
    real = (tokens > START)[..., None]
    return (table[tokens] * real).sum(1) / real.sum(1)


Method = Callable[[Tensor, Tensor, float, int], Scores]


def methods(vocabulary_size: int, gpt: Path, bert: Path) -> dict[str, tuple[Method, tuple]]:
    """Name -> how to read, and the settings that are tried: penalties or learning rates."""
    penalties, rates = (0.001, 0.01, 0.1, 1.0), (0.0005, 0.002, 0.008, 0.032)
    sizes, table = load_model(gpt).config, load_model(gpt).token_embedding.weight.detach()

    def new() -> GPT:
        return GPT(TransformerConfig(**vars(sizes)))

    counts = partial(bags, vocabulary_size=vocabulary_size)
    return {
        "bag of words": (partial(logistic, counts), penalties),
        "GPT from scratch": (partial(all_trained, new), rates),
        "GPT, word vectors only": (partial(logistic, partial(mean_vectors, table)), penalties),
        "GPT, all trained": (partial(all_trained, partial(load_model, gpt)), rates),
        "BERT, all trained": (partial(all_trained, partial(load_model, bert)), rates),
    }


def accuracy(scores: Scores, chosen: Sequence[Sentence], task: str) -> float:
    """Share of right answers."""
    tokens, answers = as_tensors(chosen, task)
    return round(float((scores(tokens).argmax(-1) == answers).float().mean()), 4)


def always_the_same(chosen: Sequence[Sentence], task: str) -> float:
    """The share that is right with always the most common answer."""
    return float(np.bincount([getattr(s, task) for s in chosen]).max() / len(chosen))


def run(
    path: Path, labels: Sequence[int] = LABELS, seeds: Sequence[int] = SEEDS,
    gpt: Path = STORY_GPT, bert: Path = STORY_BERT,
) -> dict:  # fmt: skip
    """Every task, method, number of labels and seed; written at the end."""
    begin, V = time.process_time(), len(load_world("train").tokenizer)
    train, validation, test = (sentences(load_world(s)) for s in ("train", "validation", "test"))
    trial, cuts = cut(train, validation, TRIAL_SEED), {s: cut(train, test, s) for s in seeds}
    found: dict = {}
    for task in TASKS:
        found[task] = {}
        for name, (method, settings) in methods(V, gpt, bert).items():
            some = as_tensors(trial.pool[:TRIAL_LABELS], task)
            tried = {
                f"{setting:g}": accuracy(method(*some, setting, TRIAL_SEED), trial.held_out, task)
                for setting in settings
            }
            best = float(max(tried, key=tried.get))
            rows = []
            for number, seed in itertools.product(labels, seeds):
                given = as_tensors(cuts[seed].pool[:number], task)
                scores = method(*given, best, seed)
                rows.append(
                    {
                        "labels": number,
                        "seed": seed,
                        "seen words": accuracy(scores, cuts[seed].seen, task),
                        "held-out words": accuracy(scores, cuts[seed].held_out, task),
                    }
                )
            found[task][name] = {"tried": tried, "setting": best, "runs": rows}
            print(task, name, tried, rows[-1], flush=True)
    result = {
        **made("python -m course_utils.runs.transfer"),
        "unit": "share of test sentences answered rightly",
        "settings tried": f"{TRIAL_LABELS} labels, held-out words of validation sentences",
        "network training": f"{STEPS} steps of {ROWS} sentences",
        "test sentences": {
            str(seed): {"seen words": len(c.seen), "held-out words": len(c.held_out)}
            for seed, c in cuts.items()
        },
        "always the same answer": {
            task: [round(always_the_same(c.held_out, task), 4) for c in cuts.values()]
            for task in TASKS
        },
        "CPU seconds": round(time.process_time() - begin, 1),
        "tasks": found,
    }
    write_run(path, result)
    return result


if __name__ == "__main__":
    run(SHIPPED)
