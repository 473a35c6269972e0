"""One clear error for token ids that a model does not know, where PyTorch says none."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from operator import index

from torch import Tensor


def whole(ids: Iterable[int]) -> list[int]:
    """Ids as Python's integers; TypeError for a fraction, which `int` would cut off silently.

    >>> whole(Tensor([20, 21]).int())
    [20, 21]
    """
    return [index(one) for one in ids]


@contextmanager
def known_ids(*tokens: Tensor) -> Iterator[None]:
    """Around a forward pass: name the ids (B, T) that have no row in the model's table.

    PyTorch says "index out of range in self". The ids are looked at only after an error, so that
    a forward pass on an accelerator never waits for them.

    Raises:
        ValueError: an id is negative or too large, or the ids are no (B, T).
    """
    try:
        yield
    except (IndexError, RuntimeError) as error:
        for given in tokens:
            if given.dim() != 2 or not given.numel():
                shape = tuple(given.shape)
                raise ValueError(f"ids of shape {shape}; a model reads (B, T), no empty") from error
        if "out of range in self" not in str(error):
            raise
        low = min(int(given.min()) for given in tokens)
        high = max(int(given.max()) for given in tokens)
        raise ValueError(
            f"the model does not know all ids up to {high} (the lowest is {low}); encode texts "
            "with the tokenizer it was trained with"
        ) from None
