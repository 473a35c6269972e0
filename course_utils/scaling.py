"""Scaling laws: how the loss of a language model falls with its size and with its text.

    L(N, D) = E + A / N^α + B / D^β

N parameters, D training tokens, and E, the loss that no size and no amount of text would beat
(Hoffmann et al. 2022, "Training Compute-Optimal Large Language Models", approach 3).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

HUBER = 1e-3  # where the error of log L stops counting as its square, as in the paper
STARTS = 6  # fits that are polished; the best one is returned
STEPS = 150  # of each fit
EXPONENTS = np.linspace(0.1, 1.5, 15)  # α and β that are tried first


@dataclass(frozen=True)
class ScalingLaw:
    """L = E + A / N^α + B / D^β.

    >>> law = ScalingLaw(E=1.0, A=100.0, alpha=0.5, B=400.0, beta=0.5)
    >>> law.loss(10_000, 40_000)
    4.0
    """

    E: float
    A: float
    alpha: float
    B: float
    beta: float
    error: float = 0.0  # mean Huber loss of log L on the runs that were fitted

    def loss(self, N: float, D: float) -> float:
        """The loss that the law expects of N parameters and D tokens."""
        if not (np.min(N) > 0 and np.min(D) > 0):
            raise ValueError(f"{N} parameters, {D} tokens; the law is about more than 0")
        return self.E + self.A / N**self.alpha + self.B / D**self.beta


def fit_scaling_law(
    N: Sequence[float], D: Sequence[float], L: Sequence[float], floor: float | None = None
) -> ScalingLaw:
    """The law that is nearest to the runs, by the Huber loss of log L.

    For fixed α and β the law is linear in E, A and B. So a grid of exponents gives the starts,
    and `polish` goes on from the best of them with all five (Hoffmann et al. 2022 use a grid too).

    Args:
        N: parameters of each run.
        D: training tokens of each run.
        L: loss that each run reached, such as test bits per token.
        floor: E, where it is not to be fitted.

    Raises:
        ValueError: fewer runs than there are numbers to fit, or a loss that is not positive.
    """
    N, D, L = (np.asarray(values, dtype=float) for values in (N, D, L))
    unknown = 5 if floor is None else 4
    if len(L) < unknown:
        raise ValueError(f"{len(L)} runs cannot fix {unknown} numbers; pass more runs")
    if floor is not None and not 0 < floor < np.inf:
        raise ValueError(f"floor is {floor}; give a positive loss, or None to fit it")
    if not len(N) == len(D) == len(L) or not np.min([N.min(), D.min(), L.min()]) > 0:
        raise ValueError(
            f"{len(N)} sizes, {len(D)} amounts, {len(L)} losses; give as many of each, all positive"
        )
    laws = [start(N, D, L, alpha, beta, floor) for alpha, beta in product(EXPONENTS, EXPONENTS)]
    laws.sort(key=lambda law: law.error)
    polished = [polish(law, N, D, L, fixed=floor is not None) for law in laws[:STARTS]]
    return min(polished, key=lambda law: law.error)


def start(
    N: np.ndarray, D: np.ndarray, L: np.ndarray, alpha: float, beta: float, floor: float | None
) -> ScalingLaw:
    """The law of least squares with these exponents, its factors kept positive."""
    columns = [N**-alpha, D**-beta] + ([np.ones_like(L)] if floor is None else [])
    wanted = L - (floor or 0.0)
    scale = np.array([column.max() for column in columns])
    A, B, *E = np.linalg.lstsq(np.stack(columns, 1) / scale, wanted, rcond=None)[0] / scale
    least = 0.05 * L.min()
    A, B = max(A, least * N.min() ** alpha), max(B, least * D.min() ** beta)
    law = ScalingLaw(floor or max(E[0], least), A, alpha, B, beta)
    error = np.log([law.loss(n, d) for n, d in zip(N, D, strict=True)]) - np.log(L)
    return replace(law, error=huber(error))


def polish(law: ScalingLaw, N: np.ndarray, D: np.ndarray, L: np.ndarray, fixed: bool) -> ScalingLaw:
    """Improve all numbers of a law together; with `fixed`, all but E.

    Levenberg and Marquardt's steps on log L, each run weighted as the Huber loss asks for
    (Madsen, Nielsen and Tingleff 2004, "Methods for Non-Linear Least Squares Problems", chapter 3).
    """
    n, d, wanted, free = np.log(N), np.log(D), np.log(L), 4 if fixed else 5

    def parts(numbers: np.ndarray) -> np.ndarray:
        a, alpha, b, beta, e = numbers
        return np.stack([a - alpha * n, b - beta * d, np.full_like(n, e)])  # (3, runs), logs

    def miss(numbers: np.ndarray) -> np.ndarray:
        return np.logaddexp.reduce(parts(numbers)) - wanted

    numbers = np.array([np.log(law.A), law.alpha, np.log(law.B), law.beta, np.log(law.E)])
    missed, damping = miss(numbers), 1e-3
    for _ in range(STEPS):
        share = np.exp(parts(numbers) - wanted - missed)  # of each part in the loss, (3, runs)
        slopes = np.stack([share[0], -share[0] * n, share[1], -share[1] * d, share[2]], 1)[:, :free]
        weighted = slopes * np.minimum(1, HUBER / np.maximum(np.abs(missed), 1e-30))[:, None]
        square = weighted.T @ slopes
        step = np.linalg.solve(
            square + damping * np.diag(np.diag(square) + 1e-12), weighted.T @ missed
        )
        tried = numbers.copy()
        tried[:free] -= step
        after = miss(tried)
        if huber(after) < huber(missed):
            numbers, missed, damping = tried, after, max(damping / 3, 1e-9)
        else:
            damping = min(damping * 4, 1e6)
    a, alpha, b, beta, e = numbers
    E = law.E if fixed else float(np.exp(e))
    return ScalingLaw(
        E, float(np.exp(a)), float(alpha), float(np.exp(b)), float(beta), huber(missed)
    )


def huber(missed: np.ndarray) -> float:
    """Mean Huber loss: the square of small errors, the size of larger ones (Huber 1964)."""
    size = np.abs(missed)
    return float(np.where(size < HUBER, size**2 / 2, HUBER * (size - HUBER / 2)).mean())


def leave_one_out(N: Sequence[float], D: Sequence[float], L: Sequence[float]) -> list[ScalingLaw]:
    """The fits with one run left out at a time: how much each run decides."""
    keep = [np.arange(len(L)) != i for i in range(len(L))]
    N, D, L = (np.asarray(values, dtype=float) for values in (N, D, L))
    return [fit_scaling_law(N[kept], D[kept], L[kept]) for kept in keep]


def compute_optimal(law: ScalingLaw, compute: float) -> tuple[float, float]:
    """How to share `compute` = 6 N D operations out between size and text.

    Setting the derivative of the law along 6 N D = compute to zero gives α A / N^α = β B / D^β
    (Hoffmann et al. 2022, equation 4).

    Returns:
        N and D with the least loss.

    >>> N, D = compute_optimal(ScalingLaw(1.0, 100.0, 0.5, 100.0, 0.5), 6e10)
    >>> round(N), round(D)
    (100000, 100000)
    """
    if not 0 < compute < np.inf:
        raise ValueError(f"compute is {compute}; give a positive number of operations")
    ratio = law.alpha * law.A / (law.beta * law.B)
    N = (ratio * (compute / 6) ** law.beta) ** (1 / (law.alpha + law.beta))
    return N, compute / 6 / N
