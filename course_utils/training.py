"""Training: batches of documents, one `fit` for every model, and the scores of the result.

`fit` minimizes a loss over a number of steps that is fixed before; the same seed gives the same
losses on the same machine. A model maps token ids (B, T) to logits (B, T, V).
"""

import math
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from tqdm import tqdm

from course_utils.memory import return_free_blocks
from course_utils.models.ids import known_ids
from course_utils.resuming import History, interrupts_wait, load_state, save_state
from course_utils.threads import set_threads
from course_utils.tokenizers import PAD, START

set_threads()

IGNORED = -100  # a target that no loss counts: padding
Batch = tuple[Tensor, Tensor]  # inputs and targets, both (B, T)


def pad(rows: Sequence[Sequence[int]], value: int = PAD) -> Tensor:
    """Rows of ids as one tensor (B, longest), padded on the right; at least one column wide.

    >>> pad([[5], [6, 7]]).tolist()
    [[5, 0], [6, 7]]
    """
    padded = torch.full((len(rows), max([1, *map(len, rows)])), value)
    for place, row in enumerate(rows):
        ids = torch.as_tensor(row)
        if ids.is_floating_point() and len(ids):
            raise TypeError(f"{row!r:.60} holds fractions; token ids are whole numbers")
        padded[place, : len(ids)] = ids
    return padded


def pad_documents(documents: Sequence[np.ndarray]) -> Batch:
    """Inputs that begin with <start>, and targets one token ahead; short rows are padded.

    Padding stands on the right, where a causal model's earlier positions cannot see it, and its
    targets are `IGNORED`.

    >>> inputs, targets = pad_documents([np.array([7, 8, 2]), np.array([9, 2])])
    >>> inputs.tolist(), targets.tolist()
    ([[1, 7, 8], [1, 9, 0]], [[7, 8, 2], [9, 2, -100]])
    """
    rows = [np.asarray(document) for document in documents]
    if not rows or not all(len(row) and row.dtype.kind in "iu" for row in rows):
        raise ValueError("no documents, or one that is empty or holds no token ids (integers)")
    return pad([np.insert(row[:-1], 0, START) for row in rows]), pad(rows, IGNORED)


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


def groups_without_end(lengths: np.ndarray, tokens: int, seed: int) -> Iterator[np.ndarray]:
    """`group_by_length` epoch after epoch; neighbors and the order of groups change every time."""
    random = np.random.default_rng(seed)
    while True:
        blurred = lengths * random.uniform(1, 1.1, len(lengths))
        groups = group_by_length(lengths, np.argsort(blurred), tokens)
        for place in random.permutation(len(groups)):
            yield groups[place]


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
    for group in groups_without_end(lengths, tokens_per_batch, seed):
        yield pad_documents([documents[int(index)] for index in group])


def next_token_loss(model: nn.Module, batch: Batch) -> Tensor:
    """Mean loss of the next token over all that are not padding, in nats."""
    inputs, targets = batch
    with known_ids(inputs):
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


def make_optimizers(
    model: nn.Module, learning_rate: float, weight_decay: float, muon: bool = False
) -> list[torch.optim.Optimizer]:
    """AdamW (Loshchilov and Hutter 2019) for all, or Muon (Jordan et al. 2024) for the matrices.

    Weight decay pulls matrices only, not biases and factors. Muon takes the weights of linear
    layers, which map vectors to vectors; tables of token vectors and everything else stay with
    AdamW. Muon's steps are scaled to the size of AdamW's, so that one learning rate serves both.
    """
    trained = [weights for weights in model.parameters() if weights.requires_grad]
    linear = {id(m.weight) for m in model.modules() if isinstance(m, nn.Linear)} if muon else set()
    matrices = [weights for weights in trained if id(weights) in linear]
    others = [weights for weights in trained if id(weights) not in linear]
    groups = [
        {"params": [w for w in others if w.dim() > 1], "weight_decay": weight_decay},
        {"params": [w for w in others if w.dim() <= 1], "weight_decay": 0.0},
    ]
    optimizers: list[torch.optim.Optimizer] = [
        torch.optim.AdamW(groups, lr=learning_rate, betas=(0.9, 0.98))
    ]
    if matrices:
        scale = "match_rms_adamw"
        optimizers.append(
            torch.optim.Muon(matrices, learning_rate, weight_decay, adjust_lr_fn=scale)
        )
    return optimizers


def fit(
    model: nn.Module,
    batches: Iterable,
    steps: int,
    learning_rate: float,
    *,
    stop_after: int | None = None,
    loss: Callable[[nn.Module, object], Tensor] = next_token_loss,
    muon: bool = False,
    warmup: int | None = None,
    weight_decay: float = 0.1,
    most_gradient: float = 1.0,
    evaluate: Callable[[nn.Module], float] | None = None,
    every: int = 100,
    seed: int = 0,
    history: History | None = None,
    progress: bool = True,
    state: Path | None = None,
    state_seconds: float = 30.0,
    writes_state: bool = True,
    about: Mapping[str, object] | None = None,
) -> History:
    """Train `model` in place and return what happened.

    Kernel → Interrupt (or Ctrl-C) stops after the step in hand: the model keeps what it has
    learned, and the history says `interrupted`. A second interrupt does not wait for the step.

    Args:
        model: any module; only parameters with `requires_grad` are trained.
        batches: one is taken a step; see `document_batches`.
        steps: how many to do; the learning rate falls until then.
        learning_rate: the highest; see `learning_rate_at`.
        stop_after: end before all `steps`, as an interrupt after so many would.
        loss: of the model on one batch, a tensor with one number.
        muon: see `make_optimizers`.
        warmup: steps until the highest learning rate; None for a twentieth of all.
        weight_decay: see `make_optimizers`.
        most_gradient: a longer gradient is shortened to this norm.
        evaluate: called every `every` steps and at the end; its number goes into the history.
        every: see `evaluate`.
        seed: of torch's generator during training (dropout).
        history: an empty one to fill, to look at it from outside; None for a new one.
        progress: show a bar.
        state: a file that always holds what is needed to go on after this process was killed.
            If it is there, training goes on from it, with the same numbers as without the break.
        state_seconds: how often it is written.
        writes_state: False in a process that only reads it, as another one writes.
        about: what else must be the same when a training is taken up again, such as its text.

    Raises:
        ValueError: no steps, batches that end too early, a loss that is no number any more, a
            history that is not empty, or a state that belongs to another training.
    """
    if steps < 1:
        raise ValueError(f"steps is {steps}; at least one step is needed to train")
    if every < 1 or not any(weights.requires_grad for weights in model.parameters()):
        raise ValueError(f"every is {every}, or all weights are frozen: model.requires_grad_(True)")
    warmup = max(1, steps // 20) if warmup is None else warmup
    if not warmup >= 0:  # nan, too
        raise ValueError(f"warmup is {warmup}; it is a number of steps, 0 or more")
    history = History() if history is None else history
    if history.steps or history.interrupted:
        raise ValueError(f"history holds {history.steps} steps of another training; pass History()")
    torch.manual_seed(seed)
    trained = [weights for weights in model.parameters() if weights.requires_grad]
    optimizers = make_optimizers(model, learning_rate, weight_decay, muon)
    plan = {"steps": steps, "learning rate": float(learning_rate), "warmup": warmup, "Muon": muon}
    plan |= {"weight decay": float(weight_decay), "most gradient": float(most_gradient)}
    plan |= {"seed": seed, **(about or {})}
    if state is not None and state.exists():
        load_state(state, plan, model, optimizers, history)
    begin = saved = time.perf_counter()
    before, done, keeps = history.seconds, history.steps, writes_state and state is not None
    stream = islice(iter(batches), done, None)  # those of the steps done are drawn again
    model.train()
    # To stdout: notebooks show what is written to stderr, even a bar that is gone, on red.
    shown = {"disable": not progress, "leave": False, "ascii": True, "file": sys.stdout}
    bar = tqdm(range(done, steps), initial=done, total=steps, **shown)
    try:
        with interrupts_wait(history):
            for step in bar:
                if history.interrupted or (stop_after is not None and step >= stop_after):
                    break
                rate = learning_rate_at(step, steps, learning_rate, warmup)
                value = loss(model, _next_batch(stream, step, steps))
                if not torch.isfinite(value):
                    raise ValueError(
                        f"the loss is {value.item()} at step {step}; try a learning rate below "
                        f"{rate}, or look for a batch that asks nothing (all targets {IGNORED})"
                    )
                for optimizer in optimizers:
                    optimizer.zero_grad()
                    for group in optimizer.param_groups:
                        group["lr"] = rate
                value.backward()
                torch.nn.utils.clip_grad_norm_(trained, most_gradient)
                for optimizer in optimizers:
                    optimizer.step()
                history.losses.append(value.item())
                history.learning_rates.append(rate)
                history.seconds = before + time.perf_counter() - begin
                bar.set_postfix_str(f"loss {history.losses[-1]:.3f}", refresh=False)
                if evaluate is not None and ((step + 1) % every == 0 or step + 1 == steps):
                    history.evaluations.append((step + 1, evaluate(model.eval())))
                    model.train()
                if keeps and time.perf_counter() - saved >= state_seconds:
                    save_state(state, plan, model, optimizers, history)
                    saved = time.perf_counter()
            if keeps:
                save_state(state, plan, model, optimizers, history)
    except KeyboardInterrupt:
        history.interrupted = True
    finally:
        bar.close()
        model.eval()
        return_free_blocks()
        history.seconds = before + time.perf_counter() - begin
    return history


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
    model: nn.Module,
    documents: Sequence[np.ndarray],
    tokens_per_batch: int = 512,
    context: int | None = None,
) -> np.ndarray:
    """log2 of the model's probability of each token, all documents in reading order: (N,).

    The same question that n-gram models answer; `evaluation.document_bits` takes it from here.

    Args:
        model: any language model, (B, T) -> (B, T, V).
        documents: arrays of token ids.
        tokens_per_batch: most cells (B · T) computed at once; with more, the logits of some
            thousand words are so large that each is fresh memory, which takes longer.
        context: most tokens that the model reads; longer documents are read in windows that
            overlap by half, so that each token but the first ones has half of it before it.
    """
    pieces, skipped = list(documents), np.zeros(len(documents), dtype=int)
    if context is not None:
        if context < 2:
            raise ValueError(f"context is {context}; windows overlap by half, so it is at least 2")
        stride = context // 2
        overlap = context - stride
        places = [
            (document, begin)
            for document in documents
            for begin in range(0, max(1, len(document) - overlap), stride)
        ]
        pieces = [document[begin : begin + context] for document, begin in places]
        skipped = np.array([overlap if begin else 0 for _, begin in places])  # scored already
    lengths = np.array([len(piece) for piece in pieces])
    scores: list[np.ndarray] = [np.zeros(0)] * len(lengths)
    device = next(model.parameters()).device
    for group in group_by_length(lengths, np.argsort(lengths, kind="stable"), tokens_per_batch):
        inputs, targets = pad_documents([pieces[int(index)] for index in group])
        with known_ids(inputs):
            logits = model(inputs.to(device)).cpu()  # (B, T, V)
        losses = nn.functional.cross_entropy(
            logits.transpose(1, 2), targets, ignore_index=IGNORED, reduction="none"
        )  # (B, T) nats
        for row, index in enumerate(group):
            kept = losses[row, skipped[index] : lengths[index]]
            scores[index] = -kept.double().numpy() / math.log(2)
    return np.concatenate(scores)
