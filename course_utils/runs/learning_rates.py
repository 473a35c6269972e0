"""Which learning rate to try next: a best one at the edge of what was tried may not be the best."""

from collections.abc import Mapping, Sequence


def next_rate(
    tried: Mapping[float, float] | Mapping[str, float],
    planned: Sequence[float],
    factor: float,
    further: int | None = None,
) -> float | None:
    """The learning rate to try next, or None once the best of all lies between two others.

    Args:
        tried: the loss of each rate tried so far; rates are numbers, or words as in a JSON file.
        planned: rates to try in any case; one alone leaves nothing to choose.
        factor: between a best rate at an edge and the one beyond it.
        further: most rates beyond the plan; None for as many as it takes.

    >>> next_rate({0.1: 3.0}, (0.1, 0.2), factor=2)
    0.2
    >>> next_rate({0.1: 3.0, 0.2: 2.0}, (0.1, 0.2), factor=2)
    0.4
    >>> next_rate({0.1: 3.0, 0.2: 2.0, 0.4: 2.5}, (0.1, 0.2), factor=2)
    """
    tried = {float(rate): loss for rate, loss in tried.items()}
    for rate in planned:
        if rate not in tried:
            return rate
    if len(planned) == 1 or (further is not None and len(tried) >= len(planned) + further):
        return None
    best = min(tried, key=tried.get)
    beyond = {min(tried): best / factor, max(tried): best * factor}.get(best)
    return None if beyond is None else float(f"{beyond:.3g}")
