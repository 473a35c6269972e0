"""A network of layers, and three rules that move its parameters downhill."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from course_utils.models.autograd import Tensor, relu


def zero_grad(parameters: Sequence[Tensor]) -> None:
    """Built in notebooks/week2_1_backprop.ipynb, section 5: forget the gradients of the last step.

    >>> p = Tensor([2.0])
    >>> (p * p).sum().backward()
    >>> zero_grad([p])
    >>> p.grad is None
    True
    """
    for parameter in parameters:
        parameter.grad = None


class SGD:
    """Built in notebooks/week2_1_backprop.ipynb, section 5: gradient descent, with momentum or not.

    Velocity v ← momentum · v + g, parameter p ← p − rate · v, as in torch.optim.SGD.

    >>> p = Tensor([2.0])
    >>> (p * p).sum().backward()
    >>> SGD([p], rate=0.1).step()
    >>> p.data.tolist()
    [1.6]
    """

    def __init__(self, parameters: Sequence[Tensor], rate: float, momentum: float = 0.0) -> None:
        self.parameters, self.rate, self.momentum = list(parameters), rate, momentum
        self.velocities = [np.zeros_like(p.data) for p in self.parameters]

    def step(self) -> None:
        for i, p in enumerate(self.parameters):
            self.velocities[i] = self.momentum * self.velocities[i] + p.grad
            p.data = p.data - self.rate * self.velocities[i]


class Adam:
    """A step size for every parameter.

    Kingma and Ba (2015), Adam: A Method for Stochastic Optimization, algorithm 1; the numbers are
    those of torch.optim.Adam.

    >>> p = Tensor([2.0])
    >>> (p * p).sum().backward()
    >>> Adam([p], rate=0.1).step()
    >>> p.data.round(6).tolist()
    [1.9]
    """

    def __init__(
        self,
        parameters: Sequence[Tensor],
        rate: float = 0.001,
        betas: tuple[float, float] = (0.9, 0.999),
        epsilon: float = 1e-8,
    ) -> None:
        if not (0 <= rate < np.inf and 0 <= epsilon < np.inf):
            raise ValueError(f"rate is {rate}, epsilon {epsilon}; both are finite and from 0 on")
        self.parameters, self.rate = list(parameters), rate
        self.betas, self.epsilon = betas, epsilon
        self.m = [np.zeros_like(p.data) for p in self.parameters]
        self.v = [np.zeros_like(p.data) for p in self.parameters]
        self.t = 0

    def step(self) -> None:
        self.t += 1
        (b1, b2), t = self.betas, self.t
        for i, p in enumerate(self.parameters):
            self.m[i] = b1 * self.m[i] + (1 - b1) * p.grad
            self.v[i] = b2 * self.v[i] + (1 - b2) * p.grad**2
            m, v = self.m[i] / (1 - b1**t), self.v[i] / (1 - b2**t)
            p.data = p.data - self.rate * m / (np.sqrt(v) + self.epsilon)


def dropout(x: Tensor, rate: float, random: np.random.Generator) -> Tensor:
    """Built in notebooks/week2_1_backprop.ipynb, section 6: drop entries, scale up the others.

    Srivastava and others (2014). Call it while training only: the expected value stays the same.

    >>> dropout(Tensor(np.ones(6)), 0.5, np.random.default_rng(0)).data.tolist()
    [2.0, 0.0, 0.0, 0.0, 2.0, 2.0]
    """
    kept = random.random(x.data.shape) >= rate
    return x * (kept / (1 - rate)).astype(x.data.dtype)


class MLP:
    """Built in notebooks/week2_1_backprop.ipynb, section 5: layers with an activation between them.

    Args:
        sizes: width of the input, of each hidden layer, and of the output.
        random: draws the weights, from a normal distribution of variance gain / inputs.
        gain: 2 suits relu (He and others, 2015), 1 suits tanh.
        activation: between layers, not after the last one.

    >>> mlp = MLP([1, 2, 1], np.random.default_rng(0))
    >>> mlp(Tensor([[0.5]])).data.shape, [p.data.shape for p in mlp.parameters]
    ((1, 1), [(1, 2), (2,), (2, 1), (1,)])
    """

    def __init__(
        self,
        sizes: Sequence[int],
        random: np.random.Generator,
        gain: float = 2.0,
        activation: Callable[[Tensor], Tensor] = relu,
    ) -> None:
        self.parameters, self.activation = [], activation
        for n, m in pairwise(sizes):
            weight = random.normal(scale=np.sqrt(gain / n), size=(n, m))
            self.parameters += [Tensor(weight), Tensor(np.zeros(m))]

    def __call__(self, x: Tensor) -> Tensor:
        for i in range(0, len(self.parameters), 2):
            x = x @ self.parameters[i] + self.parameters[i + 1]
            if i + 2 < len(self.parameters):
                x = self.activation(x)
        return x
