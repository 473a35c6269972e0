"""word2vec: vectors learned by predicting neighbors (Mikolov et al. 2013a, 2013b).

Every word has two vectors: one as input (the word that predicts) and one as output (the word that
is predicted). Skip-gram predicts each neighbor from the center word, CBOW the center word from the
sum of its neighbors. (A mean would divide each neighbor's gradient by their number, and CBOW would
need a larger rate than skip-gram; the original program and gensim take the mean, and leave that
division out.)

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
    negatives: int = 5  # noise words for each prediction
    epochs: int = 10
    rate: float = 0.05  # size of the first step; falls to zero in a straight line
    subsample: float = 1e-3  # words above this share of the text are thinned out; 0 keeps all
    noise_power: float = 0.75  # noise words are drawn with probability ∝ count ** noise_power
    cbow: bool = False  # predict the center from its neighbors, instead of each neighbor
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what cannot be trained."""
        least = {"size": 1, "window": 1, "negatives": 0, "epochs": 0, "rate": 0, "subsample": 0}
        for name, smallest in least.items():
            if not getattr(self, name) >= smallest:
                raise ValueError(
                    f"{name} is {getattr(self, name)}; it has to be at least {smallest}"
                )


class WordTables(NamedTuple):
    """The two vectors of every word."""

    inputs: np.ndarray  # (V, C) float32, the ones that are used afterwards
    outputs: np.ndarray  # (V, C) float32


class Gradients(NamedTuple):
    """Built in notebooks/week1_2_embeddings.ipynb, section 4: loss and gradients.

    Gradients have one row for each vector that took part.
    """

    loss: float  # nats, summed over the pairs
    pairs: float  # how many predictions that were
    inputs: np.ndarray  # (B, T, C)
    outputs: np.ndarray  # (B, T, C)
    noise: np.ndarray  # (B, K, C)


def sigmoid(x: np.ndarray) -> np.ndarray:
    """Built in notebooks/week1_2_embeddings.ipynb, section 4: 1 / (1 + e^-x).

    No x overflows.

    >>> sigmoid(np.array([0.0, -1000.0])).tolist()
    [0.5, 0.0]
    """
    return 0.5 * np.tanh(0.5 * x) + 0.5


def summed_log_loss(probability: np.ndarray, weight: np.ndarray) -> float:
    """Built in notebooks/week1_2_embeddings.ipynb, section 4: −Σ weight · ln probability.

    1e-12 keeps a probability that rounded to zero finite.
    """
    return float(-(weight * np.log(probability + 1e-12)).sum())


def keep_probability(counts: np.ndarray, threshold: float) -> np.ndarray:
    """Built in notebooks/week1_2_embeddings.ipynb, section 4: thin out frequent words.

    How likely each occurrence of a word stays in the text: min(1, √(threshold / share)).

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
    """Built in notebooks/week1_2_embeddings.ipynb, section 4: who is drawn as noise.

    Probability of each word, (V,): ∝ counts ** power.

    >>> noise_distribution(np.array([16, 1, 0])).round(2).tolist()
    [0.89, 0.11, 0.0]
    """
    weights = counts.astype(float) ** power * (counts > 0)
    return weights / weights.sum()


def neighbor_mask(documents: np.ndarray, reach: np.ndarray) -> np.ndarray:
    """Built in notebooks/week1_2_embeddings.ipynb, section 4: who is whose neighbor.

    1 where position j is a neighbor of position i, else 0: (B, T, T) float32.

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
    """Built in notebooks/week1_2_embeddings.ipynb, section 4: centers predict neighbors.

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
        loss=summed_log_loss(p, mask) + summed_log_loss(1 - p_noise, weight),
        pairs=pairs.sum(),
        inputs=error @ neighbors + noise_error @ noise,
        outputs=error.mT @ centers,
        noise=noise_error.mT @ centers,
    )


def cbow_gradients(
    neighbors: np.ndarray, centers: np.ndarray, noise: np.ndarray, mask: np.ndarray, negatives: int
) -> Gradients:
    """Built in notebooks/week1_2_embeddings.ipynb, section 4: neighbors predict their center.

    Args:
        neighbors: (B, T, C) input vectors of the positions.
        centers: (B, T, C) output vectors of the same positions.
        noise, mask, negatives: as in `skip_gram_gradients`.
    """
    predicts = (mask.sum(axis=2, keepdims=True) > 0).astype(np.float32)  # not a word alone
    weight = predicts * np.float32(negatives / noise.shape[1])  # (B, T, 1)
    total = mask @ neighbors  # (B, T, C) sum of each position's neighbors
    p = sigmoid((total * centers).sum(axis=2, keepdims=True))  # (B, T, 1)
    p_noise = sigmoid(total @ noise.mT)  # (B, T, K)
    error, noise_error = (p - 1) * predicts, p_noise * weight
    return Gradients(
        loss=summed_log_loss(p, predicts) + summed_log_loss(1 - p_noise, weight),
        pairs=predicts.sum(),
        inputs=mask.mT @ (error * centers + noise_error @ noise),
        outputs=error * total,
        noise=noise_error.mT @ total,
    )


def add_rows(table: np.ndarray, rows: np.ndarray, values: np.ndarray) -> None:
    """Built in notebooks/week1_2_embeddings.ipynb, section 4: add values to rows of a table.

    A row that is named twice gets both.

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
        Word ids and document numbers, both (blocks, T). The first block begins at a random place,
        so that each epoch cuts elsewhere; the last, incomplete one is left out.
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
        config: skip-gram or CBOW, and how many noise words.
    """
    compute = cbow_gradients if config.cbow else skip_gram_gradients
    inputs, outputs = tables.inputs[tokens], tables.outputs[tokens]
    gradients = compute(inputs, outputs, tables.outputs[noise], mask, config.negatives)
    for table, rows, gradient in (
        (tables.inputs, tokens, gradients.inputs),
        (tables.outputs, tokens, gradients.outputs),
        (tables.outputs, noise, gradients.noise),
    ):
        add_rows(table, rows.ravel(), -np.float32(rate) * gradient.reshape(-1, config.size))
    return gradients


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
        ValueError: fewer than two words of text, or ids out of range.
        FloatingPointError: the vectors grew without bound; the message says what to change.

    >>> tables = train_word2vec([np.array([0, 1, 2, 1])], 3, Word2VecConfig(size=8, epochs=2))
    >>> tables.inputs.shape
    (3, 8)
    """
    text = np.concatenate([np.array([], int), *documents])
    if len(text) < 2:
        raise ValueError(f"the documents have {len(text)} words; two neighbors are the least")
    if text.min() < 0 or text.max() >= vocabulary_size:
        raise ValueError(
            f"word ids run from {text.min()} to {text.max()}, but the vocabulary has "
            f"{vocabulary_size} words, 0 to {vocabulary_size - 1}"
        )
    counts = np.bincount(text, minlength=vocabulary_size)
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
