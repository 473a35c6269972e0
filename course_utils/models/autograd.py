"""A tensor autograd engine on NumPy arrays, with broadcasting: what PyTorch does, in one file.

Every operation computes its result, remembers its parents, and keeps a function `pull` that turns
the gradient of the result into the gradients of the parents. It keeps the dtype of its inputs.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from course_utils.models.scalar import BIRTHS, ancestors


def unbroadcast(gradient: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Sum a gradient over every axis along which an array of `shape` was repeated.

    >>> unbroadcast(np.ones((4, 3)), (3,)).tolist(), unbroadcast(np.ones((4, 3)), (4, 1)).shape
    ([4.0, 4.0, 4.0], (4, 1))
    """
    if gradient.shape == shape:
        return gradient
    extra = gradient.ndim - len(shape)
    repeated = [i + extra for i, n in enumerate(shape) if n == 1 and gradient.shape[i + extra] > 1]
    return gradient.sum(axis=(*range(extra), *repeated)).reshape(shape)


class Tensor:
    """Built in notebooks/week2_1_backprop.ipynb, section 4: an array that can look back.

    Attributes:
        data: the array; integers become float64.
        grad: None, or the gradient of the last result on which `backward` was called, in the shape
            of `data`. Gradients of tensors without parents add up over calls.

    >>> W, x = Tensor(np.ones((2, 3))), Tensor([[1.0, 2.0]])
    >>> y = (x @ W + 1).sum()
    >>> y.backward()
    >>> float(y.data), W.grad.tolist()
    (12.0, [[1.0, 1.0, 1.0], [2.0, 2.0, 2.0]])

    Raises ValueError for shapes that don't fit, as NumPy does, and for `@` of vectors.
    """

    __array_ufunc__ = None  # array + Tensor asks the Tensor, not each entry of the array

    def __init__(
        self, data: Any, parents: tuple = (), pull: Callable[[np.ndarray], tuple] | None = None
    ) -> None:
        data = np.asarray(data)
        self.data, self.grad = data if data.dtype.kind == "f" else data.astype(float), None
        self.parents, self.pull, self.born = parents, pull, next(BIRTHS)

    def backward(self) -> None:
        order = ancestors(self)
        for node in order:
            if node.pull:  # computed tensors begin anew; the others add up until set to None
                node.grad = None
        self.grad = np.ones_like(self.data)
        for node in reversed(order):
            if node.pull:
                for parent, gradient in zip(node.parents, node.pull(node.grad), strict=True):
                    parent.grad = gradient if parent.grad is None else parent.grad + gradient

    def __add__(self, other: Any) -> "Tensor":
        return add(self, as_tensor(other, self))

    def __mul__(self, other: Any) -> "Tensor":
        return multiply(self, as_tensor(other, self))

    def __pow__(self, power: float) -> "Tensor":
        return raise_to(self, power)

    def __matmul__(self, other: "Tensor") -> "Tensor":
        return matmul(self, other)

    def __getitem__(self, index: Any) -> "Tensor":
        return pick(self, index)

    def __neg__(self) -> "Tensor":
        return self * -1

    def __sub__(self, other: Any) -> "Tensor":
        return self + as_tensor(other, self) * -1

    def __truediv__(self, other: Any) -> "Tensor":
        return self * as_tensor(other, self) ** -1

    def sum(self, axis: int | tuple | None = None, keepdims: bool = False) -> "Tensor":
        return total(self, axis, keepdims)

    def mean(self) -> "Tensor":
        return self.sum() * (1 / self.data.size)

    def reshape(self, *shape: int) -> "Tensor":
        return reshape(self, shape)

    __radd__, __rmul__ = __add__, __mul__


def as_tensor(value: Any, like: Tensor) -> Tensor:
    """Built in notebooks/week2_1_backprop.ipynb, section 4: a number or array beside `like`."""
    return value if isinstance(value, Tensor) else Tensor(np.asarray(value, like.data.dtype))


def add(a: Tensor, b: Tensor) -> Tensor:
    """Built in notebooks/week2_1_backprop.ipynb, section 4: a + b, broadcasting."""

    def pull(g: np.ndarray) -> tuple:
        return unbroadcast(g, a.data.shape), unbroadcast(g, b.data.shape)

    return Tensor(a.data + b.data, (a, b), pull)


def multiply(a: Tensor, b: Tensor) -> Tensor:
    """Built in notebooks/week2_1_backprop.ipynb, section 4: a * b entry by entry, broadcasting."""

    def pull(g: np.ndarray) -> tuple:
        return unbroadcast(g * b.data, a.data.shape), unbroadcast(g * a.data, b.data.shape)

    return Tensor(a.data * b.data, (a, b), pull)


def matmul(a: Tensor, b: Tensor) -> Tensor:
    """Built in notebooks/week2_1_backprop.ipynb, section 4: (…, B, C) @ (…, C, D) -> (…, B, D)."""
    if min(a.data.ndim, b.data.ndim) < 2:
        raise ValueError(f"@ needs matrices, not shapes {a.data.shape} and {b.data.shape}")

    def pull(g: np.ndarray) -> tuple:
        to_a, to_b = g @ b.data.swapaxes(-1, -2), a.data.swapaxes(-1, -2) @ g
        return unbroadcast(to_a, a.data.shape), unbroadcast(to_b, b.data.shape)

    return Tensor(a.data @ b.data, (a, b), pull)


def raise_to(x: Tensor, power: float) -> Tensor:
    """Each entry to a constant power."""
    slope = power * x.data ** (power - 1)
    return Tensor(x.data**power, (x,), lambda g: (g * slope,))


def reshape(x: Tensor, shape: tuple[int, ...]) -> Tensor:
    """The same entries in another shape."""
    return Tensor(x.data.reshape(shape), (x,), lambda g: (g.reshape(x.data.shape),))


def total(x: Tensor, axis: int | tuple | None = None, keepdims: bool = False) -> Tensor:
    """The sum over one, several, all axes."""

    def pull(g: np.ndarray) -> tuple:
        if axis is not None and not keepdims:
            g = np.expand_dims(g, axis)
        return (np.broadcast_to(g, x.data.shape),)

    return Tensor(x.data.sum(axis=axis, keepdims=keepdims), (x,), pull)


def pick(x: Tensor, index: Any) -> Tensor:
    """Built in notebooks/week2_1_backprop.ipynb, section 4: x[index]; what is picked twice adds."""

    def pull(g: np.ndarray) -> tuple:
        gradient = np.zeros_like(x.data)
        np.add.at(gradient, index, g)
        return (gradient,)

    return Tensor(x.data[index], (x,), pull)


def exp(x: Tensor) -> Tensor:
    """The exponential of each entry."""
    e = np.exp(x.data)
    return Tensor(e, (x,), lambda g: (g * e,))


def log(x: Tensor) -> Tensor:
    """The natural logarithm of each entry."""
    return Tensor(np.log(x.data), (x,), lambda g: (g / x.data,))


def tanh(x: Tensor) -> Tensor:
    """Between -1 and 1."""
    t = np.tanh(x.data)
    return Tensor(t, (x,), lambda g: (g * (1 - t * t),))


def sigmoid(x: Tensor) -> Tensor:
    """Between 0 and 1; no overflow."""
    s = (np.tanh(x.data / 2) + 1) / 2
    return Tensor(s, (x,), lambda g: (g * s * (1 - s),))


def relu(x: Tensor) -> Tensor:
    """Built in notebooks/week2_1_backprop.ipynb, section 4: negative entries become 0."""
    return Tensor(np.maximum(x.data, 0), (x,), lambda g: (g * (x.data > 0),))


def cross_entropy(logits: Tensor, targets: np.ndarray) -> Tensor:
    """Built in notebooks/week2_1_backprop.ipynb, section 4: mean log-loss in nats.

    Args:
        logits: (B, V); the softmax is taken here, in one step with the logarithm.
        targets: (B,) integers below V.
    """
    rows = np.arange(len(targets))
    shifted = logits.data - logits.data.max(axis=1, keepdims=True)
    p = np.exp(shifted)
    sums = p.sum(axis=1, keepdims=True)
    p /= sums
    losses = np.log(sums[:, 0]) - shifted[rows, targets]

    def pull(g: np.ndarray) -> tuple:
        gradient = p.copy()
        gradient[rows, targets] -= 1  # predicted minus observed
        return (gradient * (g / len(targets)),)

    return Tensor(losses.mean(), (logits,), pull)


def largest_error(
    function: Callable[..., Tensor], arrays: Sequence[np.ndarray], step: float = 1e-5
) -> float:
    """Autograd against finite differences.

    The entries of the result are weighted with fixed numbers and summed; each entry of each array
    is moved by ± `step`. Returns the largest relative error |a - n| / (|a| + |n|) (norms over an
    array). Use float64 and inputs away from kinks.
    """
    if not 0 < step < np.inf:
        raise ValueError(f"step is {step}; move each entry by a small number above 0")
    tensors = [Tensor(array.copy()) for array in arrays]
    result = function(*tensors)
    weights = np.cos(np.arange(result.data.size)).reshape(result.data.shape)
    (result * weights).sum().backward()
    errors = []
    for tensor in tensors:
        numeric = np.zeros_like(tensor.data)
        for place in np.ndindex(tensor.data.shape):
            kept, sides = tensor.data[place], []
            for moved in (kept + step, kept - step):
                tensor.data[place] = moved
                sides.append((function(*tensors).data * weights).sum())
            tensor.data[place] = kept
            numeric[place] = (sides[0] - sides[1]) / (2 * step)
        size = np.linalg.norm(tensor.grad) + np.linalg.norm(numeric)
        errors.append(np.linalg.norm(tensor.grad - numeric) / size if size else 0.0)
    return float(max(errors))
