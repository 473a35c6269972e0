"""Reviews of the story world and their verdicts: a task of classification."""

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor

from course_utils.data import Corpus
from course_utils.tokenizers import PAD
from course_utils.training import pad


def load_reviews(corpus: Corpus) -> tuple[Tensor, Tensor]:
    """Every review of a corpus without its verdict, and the verdict.

    One review in five has a sentence before the verdict that gives it away, "Oscar and I went
    home at ten." or "Oscar and I will come back on Sunday."; it is cut off too.

    Returns:
        (B, T) token ids, padded on the right, and (B,) 1.0 for good, 0.0 for bad.
    """
    good = corpus.tokenizer.names.index("good")
    chosen = [corpus[number] for number in corpus.numbers_of("review")]
    ends = [_end_of_opinions(document, corpus.tokenizer.names) for document in chosen]
    tokens = pad([document[:end] for document, end in zip(chosen, ends, strict=True)])
    labels = [float(good in document[end:]) for document, end in zip(chosen, ends, strict=True)]
    return tokens, torch.tensor(labels)


def _end_of_opinions(document: np.ndarray, names: Sequence[str]) -> int:
    """Where the verdict begins, or the sentence before it that gives it away."""
    verdict, stop, *telling = (names.index(word) for word in ("Verdict", ".", "back", "home"))
    end = int((document == verdict).argmax()) - 1  # the line break goes
    begin = int(np.flatnonzero(document[: end - 1] == stop)[-1]) + 1  # of the last sentence
    return begin if np.isin(document[begin:end], telling).any() else end


def bags(tokens: Tensor, vocabulary_size: int) -> Tensor:
    """How often each token stands in each row, padding left out: (B, T) -> (B, V).

    >>> bags(torch.tensor([[2, 3, 2, 0]]), 5).tolist()
    [[0.0, 0.0, 2.0, 1.0, 0.0]]
    """
    counts = torch.zeros(len(tokens), vocabulary_size)
    counts.scatter_add_(1, tokens, torch.ones(tokens.shape))
    counts[:, PAD] = 0
    return counts


def review_batches(
    tokens: Tensor, labels: Tensor, rows: int = 32, seed: int = 0
) -> Iterator[tuple[Tensor, Tensor]]:
    """Random rows without end, cut after the longest of them."""
    if rows < 1 or not len(tokens) == len(labels) > 0 or tokens.dim() != 2:
        raise ValueError(
            f"{rows} rows of tokens {tuple(tokens.shape)} with {len(labels)} labels; give at least "
            "one row, tokens (B, T), and a label for each"
        )
    random = torch.Generator().manual_seed(seed)
    while True:
        chosen = torch.randint(len(tokens), (rows,), generator=random)
        longest = int((tokens[chosen] != PAD).sum(1).max())
        yield tokens[chosen, :longest], labels[chosen]
