# expect: lacks a slope and a u in its third term
import math


def truncated_gradient(u, w, x, k):
    h = [0.0]
    for v in x:
        h.append(math.tanh(u * h[-1] + w * v))
    s = [1 - a * a for a in h]
    T = len(x)
    total = s[T] * h[T - 1]
    for t in range(T - 1, max(0, T - k), -1):
        total += s[t + 1] * u * s[t] * h[t - 1]
    return total
