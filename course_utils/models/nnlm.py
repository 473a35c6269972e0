"""The neural probabilistic language model of Bengio, Ducharme, Vincent and Jauvin (2003).

The probability of the next word is a function f of the n - 1 words before it, f = g ∘ C: the
table C gives each word its vector, the network g turns the vectors into one score a word,

    y = b + W x + U tanh(d + H x)

and softmax turns the scores y into probabilities. Letters as in the paper: V words of the
vocabulary, m numbers in a word's vector, h hidden units, x the n - 1 vectors in one row.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from course_utils.threads import set_threads
from course_utils.tokenizers import START

set_threads()


@dataclass(frozen=True)
class NNLMConfig:
    """Built in notebooks/week2_2_neural_language_model.ipynb, section 3.

    The sizes of an NNLM.
    """

    vocabulary_size: int  # V
    n: int = 5  # as in n-gram: n - 1 words of context
    m: int = 32  # numbers in the vector of one word
    h: int = 64  # hidden units
    direct: bool = False  # with the paper's optional connections W from x to the scores

    def __post_init__(self) -> None:
        """Refuse sizes that cannot be built."""
        for name, least in {"vocabulary_size": 1, "n": 2, "m": 1, "h": 1}.items():
            if getattr(self, name) < least:
                raise ValueError(f"{name} is {getattr(self, name)}; it has to be at least {least}")


class NNLM(nn.Module):
    """Built in notebooks/week2_2_neural_language_model.ipynb, section 3.

    Token ids in, logits of each next token out: (B, T) -> (B, T, V). Position t reads the n - 1
    tokens that end there; before the document stands as much `<start>` as is missing.

    The weights are drawn from torch's global generator: call `torch.manual_seed` before.

    >>> _ = torch.manual_seed(0)
    >>> model = NNLM(NNLMConfig(vocabulary_size=50, n=3, m=4, h=8))
    >>> model(torch.tensor([[1, 40, 41]])).shape
    torch.Size([1, 3, 50])
    """

    def __init__(self, config: NNLMConfig) -> None:
        super().__init__()
        self.config = config
        V, m, h, x = config.vocabulary_size, config.m, config.h, (config.n - 1) * config.m
        self.C = nn.Parameter(torch.randn(V, m) / math.sqrt(m))
        self.H = nn.Parameter(torch.randn(h, x) / math.sqrt(x))
        self.d = nn.Parameter(torch.zeros(h))
        self.U = nn.Parameter(torch.randn(V, h) / math.sqrt(h))
        self.b = nn.Parameter(torch.zeros(V))
        self.W = nn.Parameter(torch.zeros(V, x)) if config.direct else None

    def forward(self, tokens: Tensor) -> Tensor:
        reach = self.config.n - 1
        padded = nn.functional.pad(tokens, (reach - 1, 0), value=START)  # (B, T + n - 2)
        windows = padded.unfold(1, reach, 1)  # (B, T, n - 1)
        x = nn.functional.embedding(windows, self.C).flatten(2)  # (B, T, (n - 1) m)
        y = self.b + torch.tanh(self.d + x @ self.H.T) @ self.U.T  # (B, T, V)
        return y if self.W is None else y + x @ self.W.T

    @torch.inference_mode()
    def distribution(self, context: Sequence[int] = ()) -> np.ndarray:
        """Probability of each of the V tokens after the document so far, (V,), like an n-gram's."""
        tokens = torch.tensor([[START, *map(int, context)][1 - self.config.n :]])
        return self(tokens)[0, -1].double().softmax(-1).numpy()  # (V,)


def mixing_weight(p: np.ndarray, q: np.ndarray, steps: int = 50) -> float:
    """Built in notebooks/week2_2_neural_language_model.ipynb, section 6.

    The weight α that makes held-out text most likely under α p + (1 - α) q, by EM.

    Args:
        p: (N,) probability that one model gives each held-out token.
        q: (N,) the same of the other model.
        steps: of EM.

    >>> round(mixing_weight(np.array([0.9, 0.1]), np.array([0.1, 0.9])), 3)
    0.5
    """
    weight = 0.5
    for _ in range(steps):
        weight = float(np.mean(weight * p / (weight * p + (1 - weight) * q)))
    return weight
