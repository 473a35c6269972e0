"""A curriculum (Bengio et al. 2009): a model is first asked for what it can find in the text.

A name that stands in a story already is copied from there; nothing else tells which of the many
names comes. Copies are few, and we suppose that in a small model the gradient of all other words
drowns theirs, so that attention learns its habits before it has learned to look back. Asked mostly
for copies at first, the course's GPT learned to look back, and kept it.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import torch
from torch import Tensor

from course_utils.training import IGNORED, Batch

OFTEN = 0.004  # of all tokens: "the" returns in every text without being copied
ALL_AFTER = 0.6  # of the steps: from there on, every token is asked for
AT_FIRST = 0.05  # of the tokens that are no copies are asked for in the first step


def frequent_tokens(tokens: np.ndarray, vocabulary_size: int) -> Tensor:
    """Which tokens make up more than `OFTEN` of a text: (V,) booleans.

    >>> frequent_tokens(np.array([0, 0, 1]), 3).tolist()
    [True, True, False]
    """
    counts = np.bincount(tokens, minlength=vocabulary_size)
    return torch.from_numpy(counts > OFTEN * len(tokens))


def find_copies(inputs: Tensor, targets: Tensor, frequent: Tensor) -> Tensor:
    """Which targets stand in the row already and are not frequent anyway.

    Args:
        inputs: (B, T) ids.
        targets: (B, T), the tokens that follow, or `IGNORED`.
        frequent: (V,) booleans, see `frequent_tokens`.

    Returns:
        (B, T) booleans.

    >>> frequent = torch.tensor([False] * 7 + [True] * 2)  # 7 and 8 are
    >>> find_copies(torch.tensor([[1, 5, 7, 5]]), torch.tensor([[5, 7, 5, 7]]), frequent).tolist()
    [[False, False, True, False]]
    """
    asked = targets != IGNORED
    words = torch.where(asked, targets, 0)
    stands_before = (inputs[:, None, :] == words[:, :, None]).tril().any(-1)  # (B, T, T) -> (B, T)
    return stands_before & asked & ~frequent[words]


def share_of_others(step: int, steps: int) -> float:
    """How many of the targets that are no copies are asked for at a step.

    >>> [round(share_of_others(step, 100), 2) for step in (0, 30, 60, 99)]
    [0.05, 0.53, 1.0, 1.0]
    """
    if steps < 1:
        raise ValueError(f"steps is {steps}; a training has at least one")
    return min(1.0, AT_FIRST + (1 - AT_FIRST) * step / (ALL_AFTER * steps))


def copies_first(
    batches: Iterable[Batch], frequent: Tensor, steps: int, seed: int = 0
) -> Iterator[Batch]:
    """The same batches with fewer targets: all copies, and of the others a share that grows.

    Args:
        batches: inputs and targets, both (B, T).
        frequent: see `frequent_tokens`.
        steps: of the whole training.
        seed: of the drawing which targets are dropped.
    """
    generator = torch.Generator().manual_seed(seed)
    for step, (inputs, targets) in enumerate(batches):
        kept = find_copies(inputs, targets, frequent)
        drawn = torch.rand(targets.shape, generator=generator)
        kept |= drawn < share_of_others(step, steps)
        if not kept.any():
            kept = targets != IGNORED  # nothing to copy here: a loss needs a target
        yield inputs, torch.where(kept, targets, IGNORED)
