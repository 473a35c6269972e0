"""Training: batches of documents, one `fit` for every model, and the scores of the result.

`fit` minimizes a loss over a number of steps that is fixed before; the same seed gives the same
losses on the same machine. A model maps token ids (B, T) to logits (B, T, V).
"""

import math
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn
from tqdm import tqdm

from course_utils.threads import set_threads
from course_utils.tokenizers import PAD, START

set_threads()

IGNORED = -100  # a target that no loss counts: padding
Batch = tuple[Tensor, Tensor]  # inputs and targets, both (B, T)


@dataclass
class History:
    """What happened during `fit`; it grows step by step, also when training is interrupted."""

    losses: list[float] = field(default_factory=list)  # of each step's batch, in nats per token
    learning_rates: list[float] = field(default_factory=list)  # of each step
    evaluations: list[tuple[int, float]] = field(default_factory=list)  # (steps done, value)
    seconds: float = 0.0
    interrupted: bool = False

    @property
    def steps(self) -> int:
        """Steps that were done."""
        return len(self.losses)


def pad_documents(documents: Sequence[np.ndarray]) -> Batch:
    """Inputs that begin with <start>, and targets one token ahead; short rows are padded.

    Padding stands on the right, where a causal model's earlier positions cannot see it, and its
    targets are `IGNORED`.

    >>> inputs, targets = pad_documents([np.array([7, 8, 2]), np.array([9, 2])])
    >>> inputs.tolist(), targets.tolist()
    ([[1, 7, 8], [1, 9, 0]], [[7, 8, 2], [9, 2, -100]])
    """
    longest = max(len(document) for document in documents)
    inputs = torch.full((len(documents), longest), PAD)
    targets = torch.full((len(documents), longest), IGNORED)
    for row, document in enumerate(documents):
        tokens = torch.as_tensor(np.asarray(document), dtype=torch.long)
        inputs[row, 0] = START
        inputs[row, 1 : len(tokens)] = tokens[:-1]
        targets[row, : len(tokens)] = tokens
    return inputs, targets


def group_by_length(lengths: np.ndarray, order: np.ndarray, tokens: int) -> list[np.ndarray]:
    """Cut `order`, indices of documents, into groups of at most `tokens` cells with padding.

    A document longer than `tokens` makes a group of its own.
    """
    groups, first, longest = [], 0, 0
    for place, index in enumerate(order):
        longest = max(longest, lengths[index])
        if longest * (place + 1 - first) > tokens and place > first:
            groups.append(order[first:place])
            first, longest = place, lengths[index]
    return [*groups, order[first:]]


def document_batches(
    documents: Sequence[np.ndarray], tokens_per_batch: int, seed: int = 0
) -> Iterator[Batch]:
    """Whole documents in batches without end; each epoch uses each document once.

    Documents of about the same length go together, so that little is padded; which ones, and
    the order of the batches, is drawn anew in each epoch.

    Args:
        documents: arrays of token ids, each ending with <end>.
        tokens_per_batch: most cells (B · T) of a batch.
        seed: of the drawing.

    Raises:
        ValueError: if there is no document.
    """
    lengths = np.array([len(document) for document in documents])
    if len(lengths) == 0:
        raise ValueError("there are no documents to train on; pass at least one array of ids")
    random = np.random.default_rng(seed)
    while True:
        blurred = lengths * random.uniform(1, 1.1, len(lengths))  # neighbors change every epoch
        groups = group_by_length(lengths, np.argsort(blurred), tokens_per_batch)
        for place in random.permutation(len(groups)):
            yield pad_documents([documents[int(index)] for index in groups[place]])


def next_token_loss(model: nn.Module, batch: Batch) -> Tensor:
    """Mean loss of the next token over all that are not padding, in nats."""
    inputs, targets = batch
    logits = model(inputs)  # (B, T, V)
    return nn.functional.cross_entropy(
        logits.flatten(0, 1), targets.flatten(), ignore_index=IGNORED
    )


def learning_rate_at(step: int, steps: int, highest: float, warmup: int) -> float:
    """Rise in a line for `warmup` steps, then fall along a cosine to a twentieth of `highest`."""
    if step < warmup:
        return highest * (step + 1) / warmup
    done = (step - warmup) / max(1, steps - warmup)
    return highest * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * done)))


def fit(
    model: nn.Module,
    batches: Iterable,
    steps: int,
    learning_rate: float,
    *,
    stop_after: int | None = None,
    loss: Callable[[nn.Module, object], Tensor] = next_token_loss,
    warmup: int | None = None,
    weight_decay: float = 0.1,
    most_gradient: float = 1.0,
    evaluate: Callable[[nn.Module], float] | None = None,
    every: int = 100,
    seed: int = 0,
    history: History | None = None,
    progress: bool = True,
) -> History:
    """Train `model` in place by AdamW (Loshchilov and Hutter 2019) and return what happened.

    Kernel → Interrupt (or Ctrl-C) stops after the step in hand: the model keeps what it has
    learned, and the history says `interrupted`. A second interrupt does not wait for the step.
    Weight decay pulls matrices only, not biases and factors.

    Args:
        model: any module; only parameters with `requires_grad` are trained.
        batches: one is taken a step; see `document_batches`.
        steps: how many to do; the learning rate falls until then.
        learning_rate: the highest; see `learning_rate_at`.
        stop_after: end before all `steps`, as an interrupt after so many would.
        loss: of the model on one batch, a tensor with one number.
        warmup: steps until the highest learning rate; None for a twentieth of all.
        weight_decay: of AdamW.
        most_gradient: a longer gradient is shortened to this norm.
        evaluate: called every `every` steps and at the end; its number goes into the history.
        every: see `evaluate`.
        seed: of torch's generator during training (dropout).
        history: one to fill, to look at it from outside; None for a new one.
        progress: show a bar.

    Raises:
        ValueError: no steps, batches that end too early, or a loss that is no number any more.
    """
    if steps < 1:
        raise ValueError(f"steps is {steps}; at least one step is needed to train")
    history = History() if history is None else history
    warmup = max(1, steps // 20) if warmup is None else warmup
    torch.manual_seed(seed)
    trained = [weights for weights in model.parameters() if weights.requires_grad]
    groups = [
        {"params": [w for w in trained if w.dim() > 1], "weight_decay": weight_decay},
        {"params": [w for w in trained if w.dim() <= 1], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=learning_rate, betas=(0.9, 0.98))
    begin, stream = time.perf_counter(), iter(batches)
    model.train()
    # To stdout: notebooks show what is written to stderr, even a bar that is gone, on red.
    bar = tqdm(range(steps), leave=False, ascii=True, disable=not progress, file=sys.stdout)
    try:
        with _interrupts_wait(history):
            for step in bar:
                if history.interrupted or step == stop_after:
                    break
                rate = learning_rate_at(step, steps, learning_rate, warmup)
                for group in optimizer.param_groups:
                    group["lr"] = rate
                value = loss(model, _next_batch(stream, step, steps))
                if not torch.isfinite(value):
                    raise ValueError(
                        f"the loss is {value.item()} at step {step}; try a learning rate "
                        f"below {rate}"
                    )
                optimizer.zero_grad()
                value.backward()
                torch.nn.utils.clip_grad_norm_(trained, most_gradient)
                optimizer.step()
                history.losses.append(value.item())
                history.learning_rates.append(rate)
                bar.set_postfix_str(f"loss {history.losses[-1]:.3f}", refresh=False)
                if evaluate is not None and ((step + 1) % every == 0 or step + 1 == steps):
                    history.evaluations.append((step + 1, evaluate(model.eval())))
                    model.train()
    except KeyboardInterrupt:
        history.interrupted = True
    finally:
        bar.close()
        model.eval()
        history.seconds += time.perf_counter() - begin
    return history


@contextmanager
def _interrupts_wait(history: History) -> Iterator[None]:
    """The first interrupt only marks the history: no optimizer step is left half done."""

    def mark(_number: int, _frame: object) -> None:
        history.interrupted = True
        signal.signal(signal.SIGINT, before)

    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield  # Python lets only the main thread answer interrupts
        return
    signal.signal(signal.SIGINT, mark)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _next_batch(stream: Iterator, step: int, steps: int) -> object:
    try:
        return next(stream)
    except StopIteration:
        raise ValueError(
            f"the batches ended after {step} of {steps} steps; pass an endless iterator such as "
            "document_batches, or fewer steps"
        ) from None


@torch.inference_mode()
def log2_probabilities(
    model: nn.Module, documents: Sequence[np.ndarray], tokens_per_batch: int = 1024
) -> np.ndarray:
    """log2 of the model's probability of each token, all documents in reading order: (N,).

    The same question that n-gram models answer; `evaluation.document_bits` takes it from here.
    """
    lengths = np.array([len(document) for document in documents])
    scores: list[np.ndarray] = [np.zeros(0)] * len(lengths)
    for group in group_by_length(lengths, np.argsort(lengths, kind="stable"), tokens_per_batch):
        inputs, targets = pad_documents([documents[int(index)] for index in group])
        logits = model(inputs)  # (B, T, V)
        losses = nn.functional.cross_entropy(
            logits.transpose(1, 2), targets, ignore_index=IGNORED, reduction="none"
        )  # (B, T) nats
        for row, index in enumerate(group):
            scores[index] = -losses[row, : lengths[index]].double().numpy() / math.log(2)
    return np.concatenate(scores)
