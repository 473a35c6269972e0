"""word2vec: vectors learned by predicting neighbors (Mikolov et al. 2013a, 2013b).

Every word has two vectors: one as input (the word that predicts) and one as output (the word that
is predicted). Skip-gram predicts each neighbor from the center word, CBOW the center word from the
mean of its neighbors.

The trainer works on blocks of text, (B, T) tokens at a time: in one matrix product every position
of a block meets every other, and a mask (B, T, T) keeps the pairs that are neighbors. All positions
of a block share their noise words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

NOISE_WORDS = 32  # drawn for each block and shared by its positions
BLOCK, BATCH = 64, 4  # tokens in a block, blocks in a step


@dataclass(frozen=True)
class Word2VecConfig:
    """How to train; the defaults suit some hundred thousand words."""

    size: int = 50  # C, numbers in a vector
    window: int = 4  # neighbors on each side at most; each position draws 1 … window
    negatives: int = 5  # noise words for each pair; 0: the full softmax, skip-gram only
    epochs: int = 10
    rate: float = 0.05  # size of the first step; falls to zero in a straight line
    subsample: float = 1e-3  # words above this share of the text are thinned out; 0 keeps all
    noise_power: float = 0.75  # noise words are drawn with probability ∝ count ** noise_power
    cbow: bool = False  # predict the center from its neighbors, instead of each neighbor
    seed: int = 0


class WordTables(NamedTuple):
    """The two vectors of every word."""

    inputs: np.ndarray  # (V, C) float32, the ones that are used afterwards
    outputs: np.ndarray  # (V, C) float32


class Gradients(NamedTuple):
    """Loss of one batch, and its gradients: one row for each vector that took part."""

    loss: float  # nats, summed over the pairs
    pairs: float  # how many predictions that were
    inputs: np.ndarray  # (B, T, C)
    outputs: np.ndarray  # (B, T, C)
    noise: np.ndarray  # (B, K, C); full softmax: (V, C)


def sigmoid(x: np.ndarray) -> np.ndarray:
    """1 / (1 + e^-x), without overflow for any x.

    >>> sigmoid(np.array([0.0, -1000.0])).tolist()
    [0.5, 0.0]
    """
    return 0.5 * np.tanh(0.5 * x) + 0.5


def log_loss(probability: np.ndarray, weight: np.ndarray) -> float:
    """−Σ weight · ln probability; 1e-12 keeps a probability that rounded to zero finite."""
    return float(-(weight * np.log(probability + 1e-12)).sum())


def keep_probability(counts: np.ndarray, threshold: float) -> np.ndarray:
    """How likely each occurrence of a word stays in the text: min(1, √(threshold / share)).

    Args:
        counts: (V,) occurrences of each word.
        threshold: the share of the text above which a word is thinned out; 0 keeps everything.

    >>> keep_probability(np.array([96, 4]), threshold=0.04).round(2).tolist()
    [0.2, 1.0]
    """
    if threshold == 0:
        return np.ones(len(counts))
    return np.minimum(1, np.sqrt(threshold * counts.sum() / np.maximum(counts, 1)))


def noise_distribution(counts: np.ndarray, power: float = 0.75) -> np.ndarray:
    """Probability of each word to be drawn as noise, (V,): ∝ counts ** power.

    >>> noise_distribution(np.array([16, 1, 0])).round(2).tolist()
    [0.89, 0.11, 0.0]
    """
    weights = counts.astype(float) ** power * (counts > 0)
    return weights / weights.sum()


def neighbor_mask(documents: np.ndarray, reach: np.ndarray) -> np.ndarray:
    """1 where position j is a neighbor of position i, else 0: (B, T, T) float32.

    Neighbors lie in the same document, at most `reach` of position i apart, and differ from i.

    Args:
        documents: (B, T) number of the document at each position.
        reach: (B, T) how far each position looks.

    >>> neighbor_mask(np.array([[0, 0, 0, 1]]), np.array([[1, 1, 2, 2]]))[0].astype(int).tolist()
    [[0, 1, 0, 0], [1, 0, 1, 0], [1, 1, 0, 0], [0, 0, 0, 0]]
    """
    place = np.arange(documents.shape[1])
    distance = np.abs(place[:, None] - place)
    mask = (distance > 0) & (distance <= reach[:, :, None])
    mask &= documents[:, :, None] == documents[:, None, :]
    return mask.astype(np.float32)


def skip_gram_gradients(
    centers: np.ndarray, neighbors: np.ndarray, noise: np.ndarray, mask: np.ndarray, negatives: int
) -> Gradients:
    """Each center predicts its neighbors, against noise words that are none.

    Args:
        centers: (B, T, C) input vectors of the positions.
        neighbors: (B, T, C) output vectors of the same positions.
        noise: (B, K, C) output vectors of the noise words.
        mask: (B, T, T) which position is a neighbor of which.
        negatives: noise words that each pair counts for; the K drawn ones share that weight.
    """
    pairs = mask.sum(axis=2, keepdims=True)  # (B, T, 1) neighbors of each center
    weight = pairs * np.float32(negatives / noise.shape[1])
    p = sigmoid(centers @ neighbors.mT)  # (B, T, T) is j a neighbor of i?
    p_noise = sigmoid(centers @ noise.mT)  # (B, T, K)
    error = (p - 1) * mask  # predicted − observed, which is 1 for a neighbor
    noise_error = p_noise * weight  # and 0 for noise
    return Gradients(
        loss=log_loss(p, mask) + log_loss(1 - p_noise, weight),
        pairs=pairs.sum(),
        inputs=error @ neighbors + noise_error @ noise,
        outputs=error.mT @ centers,
        noise=noise_error.mT @ centers,
    )


def cbow_gradients(
    neighbors: np.ndarray, centers: np.ndarray, noise: np.ndarray, mask: np.ndarray, negatives: int
) -> Gradients:
    """The mean of the neighbors predicts the center, against noise words.

    Args:
        neighbors: (B, T, C) input vectors of the positions.
        centers: (B, T, C) output vectors of the same positions.
        noise, mask, negatives: as in `skip_gram_gradients`.
    """
    pairs = mask.sum(axis=2, keepdims=True)
    predicts = (pairs > 0).astype(np.float32)  # (B, T, 1): a word alone is not predicted
    share = mask / np.maximum(pairs, 1)  # (B, T, T) rows sum to one: the mean, as a matrix
    mean = share @ neighbors  # (B, T, C)
    weight = predicts * np.float32(negatives / noise.shape[1])
    p = sigmoid((mean * centers).sum(axis=2, keepdims=True))  # (B, T, 1)
    p_noise = sigmoid(mean @ noise.mT)  # (B, T, K)
    error = (p - 1) * predicts
    noise_error = p_noise * weight
    return Gradients(
        loss=log_loss(p, predicts) + log_loss(1 - p_noise, weight),
        pairs=predicts.sum(),
        inputs=share.mT @ (error * centers + noise_error @ noise),
        outputs=error * mean,
        noise=noise_error.mT @ mean,
    )


def softmax_gradients(
    centers: np.ndarray, tokens: np.ndarray, outputs: np.ndarray, mask: np.ndarray
) -> Gradients:
    """Each center predicts its neighbors among all V words: skip-gram with the full softmax.

    Args:
        centers: (B, T, C) input vectors of the positions.
        tokens: (B, T) their ids.
        outputs: (V, C) output vectors of the whole vocabulary.
        mask: (B, T, T) which position is a neighbor of which.
    """
    scores = centers @ outputs.T  # (B, T, V)
    scores -= scores.max(axis=2, keepdims=True)
    log_p = scores - np.log(np.exp(scores).sum(axis=2, keepdims=True))
    observed = mask @ np.eye(len(outputs), dtype=np.float32)[tokens]  # (B, T, V) neighbor counts
    pairs = mask.sum(axis=2, keepdims=True)
    error = pairs * np.exp(log_p) - observed  # predicted − observed
    everything = error.reshape(-1, len(outputs)).T @ centers.reshape(-1, centers.shape[2])
    return Gradients(
        loss=-(observed * log_p).sum(),
        pairs=pairs.sum(),
        inputs=error @ outputs,
        outputs=np.zeros_like(centers),
        noise=everything,
    )


def add_rows(table: np.ndarray, rows: np.ndarray, values: np.ndarray) -> None:
    """Add each value to its row of `table`; a row that is named twice gets both.

    `table[rows] += values` would keep only the last one. (Adding numbers instead of rows is what
    `np.add.at` does fast.)

    Args:
        table: (V, C), changed in place.
        rows: (N,) which row each value belongs to.
        values: (N, C).
    """
    width = table.shape[1]
    places = rows[:, None] * width + np.arange(width)
    np.add.at(table.reshape(-1), places.ravel(), values.ravel())


def cut_into_blocks(
    documents: Sequence[np.ndarray], keep: np.ndarray, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """One epoch of text: thinned out, cut into blocks, and shuffled.

    Args:
        documents: arrays of word ids.
        keep: (V,) probability of each word to stay.
        random: where the draws come from.

    Returns:
        Word ids and document numbers, both (blocks, T); the last, incomplete block is left out,
        and the first one begins at a random place, so that each epoch cuts elsewhere.
    """
    tokens = np.concatenate(documents)
    numbers = np.repeat(np.arange(len(documents)), [len(document) for document in documents])
    kept = random.random(len(tokens)) < keep[tokens]
    tokens, numbers = tokens[kept], numbers[kept]
    block = min(BLOCK, max(len(tokens), 1))
    first = random.integers(min(block, max(len(tokens) - block, 0) + 1))
    count = (len(tokens) - first) // block
    chosen = slice(first, first + count * block)
    order = random.permutation(count)
    return tokens[chosen].reshape(count, block)[order], numbers[chosen].reshape(count, block)[order]


def train_word2vec(
    documents: Sequence[np.ndarray],
    vocabulary_size: int,
    config: Word2VecConfig = Word2VecConfig(),
    on_epoch: Callable[[int, float, WordTables], None] = lambda epoch, loss, tables: None,
) -> WordTables:
    """Learn vectors by stochastic gradient descent.

    A step adds up the gradients of a few hundred positions. With a vocabulary of a few dozen words
    each of them gets many at once, and wants a smaller `rate`.

    Args:
        documents: arrays of word ids below `vocabulary_size`; pairs never cross documents.
        vocabulary_size: number V of words.
        config: how.
        on_epoch: called after each epoch with its number from 1, its mean loss in nats for each
            prediction, and the tables, which go on changing.

    Raises:
        ValueError: fewer than two words of text, ids out of range, or the full softmax with CBOW.
        FloatingPointError: the vectors grew without bound; the message says what to change.

    >>> tables = train_word2vec([np.array([0, 1, 2, 1])], 3, Word2VecConfig(size=8, epochs=2))
    >>> tables.inputs.shape
    (3, 8)
    """
    counts = count_words(documents, vocabulary_size)
    if config.cbow and config.negatives == 0:
        raise ValueError("the full softmax is written for skip-gram; set negatives above 0")
    random = np.random.default_rng(config.seed)
    start = (random.random((vocabulary_size, config.size)) - 0.5) / config.size
    tables = WordTables(start.astype(np.float32), np.zeros_like(start, dtype=np.float32))
    keep = keep_probability(counts, config.subsample)
    noise = np.cumsum(noise_distribution(counts, config.noise_power))
    for epoch in range(config.epochs):
        tokens, numbers = cut_into_blocks(documents, keep, random)
        reach = random.integers(1, config.window + 1, tokens.shape)
        drawn = np.searchsorted(noise, random.random((len(tokens), NOISE_WORDS)) * noise[-1])
        loss = pairs = 0.0
        for i in range(0, len(tokens), BATCH):
            part = slice(i, i + BATCH)
            progress = (epoch + i / len(tokens)) / config.epochs
            rate = config.rate * max(1 - progress, 1e-4)
            mask = neighbor_mask(numbers[part], reach[part])
            with np.errstate(over="ignore", invalid="ignore"):
                gradients = step(tables, tokens[part], drawn[part], mask, rate, config)
            if not np.isfinite(gradients.loss):
                raise FloatingPointError(
                    f"the vectors grew without bound in epoch {epoch + 1} with rate={config.rate}; "
                    "use a smaller rate"
                )
            loss, pairs = loss + gradients.loss, pairs + gradients.pairs
        on_epoch(epoch + 1, loss / max(pairs, 1), tables)
    return tables


def step(
    tables: WordTables,
    tokens: np.ndarray,
    noise: np.ndarray,
    mask: np.ndarray,
    rate: float,
    config: Word2VecConfig,
) -> Gradients:
    """One step of stochastic gradient descent on one batch; changes the tables.

    Args:
        tables: the vectors.
        tokens: (B, T) word ids.
        noise: (B, K) ids of the noise words.
        mask: (B, T, T) from `neighbor_mask`.
        rate: length of the step.
        config: which of the three gradients.
    """
    inputs, outputs, size = tables.inputs[tokens], tables.outputs[tokens], config.size
    if config.negatives == 0:
        gradients = softmax_gradients(inputs, tokens, tables.outputs, mask)
        tables.outputs[:] -= rate * gradients.noise
    else:
        compute = cbow_gradients if config.cbow else skip_gram_gradients
        gradients = compute(inputs, outputs, tables.outputs[noise], mask, config.negatives)
        downhill = np.float32(-rate)
        add_rows(tables.outputs, tokens.ravel(), downhill * gradients.outputs.reshape(-1, size))
        add_rows(tables.outputs, noise.ravel(), downhill * gradients.noise.reshape(-1, size))
    add_rows(tables.inputs, tokens.ravel(), -np.float32(rate) * gradients.inputs.reshape(-1, size))
    return gradients


def count_words(documents: Sequence[np.ndarray], vocabulary_size: int) -> np.ndarray:
    """How often each word occurs, (V,); raises ValueError for text that cannot be trained on."""
    total = sum(len(document) for document in documents)
    if total < 2:
        raise ValueError(f"the documents have {total} words; two neighbors are the least")
    tokens = np.concatenate(documents)
    if tokens.min() < 0 or tokens.max() >= vocabulary_size:
        raise ValueError(
            f"word ids run from {tokens.min()} to {tokens.max()}, but the vocabulary has "
            f"{vocabulary_size} words, 0 to {vocabulary_size - 1}"
        )
    return np.bincount(tokens, minlength=vocabulary_size)
