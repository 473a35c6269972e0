# expect: With k = 9 and three
import math


def truncated_gradient(u, w, x, k):
    h = [0.0]
    for value in x:
        h.append(math.tanh(u * h[-1] + w * value))
    total, path = 0.0, 1.0
    for t in range(len(x), len(x) - k, -1):
        path *= 1 - h[max(t, -len(x))] ** 2
        total += path * h[max(t - 1, -len(x))]
        path *= u
    return total
