"""A scalar autograd engine: numbers that remember how they were computed.

Built step by step in notebooks/week2_1_backprop.ipynb; `autograd` does the same for arrays.
"""

import itertools
import math
from typing import Any

BIRTHS = itertools.count()  # numbers every node, so that parents always come before children


def ancestors(node: Any) -> list[Any]:
    """Built in notebooks/week2_1_backprop.ipynb, section 3: all that a node was computed from.

    Parents come before children, and `node` itself is last. A node needs `parents` and `born`.

    >>> x = Scalar(3.0)
    >>> [n.value for n in ancestors(x * x + x)]
    [3.0, 9.0, 12.0]
    """
    found, waiting = set(), [node]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(one.parents)
    return sorted(found, key=lambda one: one.born)


def as_scalar(number: "Scalar | float") -> "Scalar":
    """Built in notebooks/week2_1_backprop.ipynb, section 3: make a number a node of the graph."""
    return number if isinstance(number, Scalar) else Scalar(number)


class Scalar:
    """Built in notebooks/week2_1_backprop.ipynb, section 3: a number that can look back.

    `slopes` holds one local derivative for each parent. `backward` of a result adds to `grad` of
    every number it was computed from; the gradients of numbers without parents add up over several
    calls, until they are set to zero.

    >>> w, x, b = Scalar(2.0), Scalar(3.0), Scalar(-4.0)
    >>> ((w * x + b).relu() - 1) ** 2
    Scalar(1.0)
    >>> (((w * x + b).relu() - 1) ** 2).backward()
    >>> w.grad, x.grad, b.grad
    (6.0, 4.0, 2.0)

    Raises ValueError and ZeroDivisionError where `math` does, such as for log(0).
    """

    def __init__(
        self, value: float, parents: tuple = (), slopes: tuple = (), name: str = ""
    ) -> None:
        self.value, self.grad, self.name = value, 0.0, name
        self.parents, self.slopes, self.born = parents, slopes, next(BIRTHS)

    def __repr__(self) -> str:
        return f"Scalar({self.value})"

    def __add__(self, other: "Scalar | float") -> "Scalar":
        other = as_scalar(other)
        return Scalar(self.value + other.value, (self, other), (1.0, 1.0), "+")

    def __sub__(self, other: "Scalar | float") -> "Scalar":
        other = as_scalar(other)
        return Scalar(self.value - other.value, (self, other), (1.0, -1.0), "−")

    def __rsub__(self, other: float) -> "Scalar":
        return as_scalar(other) - self

    def __mul__(self, other: "Scalar | float") -> "Scalar":
        other = as_scalar(other)
        return Scalar(self.value * other.value, (self, other), (other.value, self.value), "×")

    def __pow__(self, power: float) -> "Scalar":
        slope = power * self.value ** (power - 1)
        return Scalar(self.value**power, (self,), (slope,), f"^{power}")

    def exp(self) -> "Scalar":
        e = math.exp(self.value)
        return Scalar(e, (self,), (e,), "exp")

    def log(self) -> "Scalar":
        return Scalar(math.log(self.value), (self,), (1 / self.value,), "log")

    def tanh(self) -> "Scalar":
        t = math.tanh(self.value)
        return Scalar(t, (self,), (1 - t * t,), "tanh")

    def relu(self) -> "Scalar":
        return Scalar(max(self.value, 0.0), (self,), (float(self.value > 0),), "relu")

    __radd__, __rmul__ = __add__, __mul__

    def backward(self) -> None:
        order = ancestors(self)
        for node in order:
            if node.parents:  # computed numbers begin anew; the others add up until set to zero
                node.grad = 0.0
        self.grad += 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes, strict=True):
                parent.grad += slope * node.grad
