# expect: has no third term
import math


def truncated_gradient(u, w, x, k):
    h = [0.0]
    for v in x:
        h.append(math.tanh(u * h[-1] + w * v))
    T = len(x)
    g = (1 - h[T] ** 2) * h[T - 1]
    if k > 1:
        g += (1 - h[T] ** 2) * u * (1 - h[T - 1] ** 2) * h[T - 2]
    return g
