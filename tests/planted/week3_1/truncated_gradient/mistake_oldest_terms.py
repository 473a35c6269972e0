# expect: counted from the last
import math


def truncated_gradient(u, w, x, k):
    h = [0.0]
    for v in x:
        h.append(math.tanh(u * h[-1] + w * v))
    terms, path = [], 1.0
    for t in range(len(x), 0, -1):
        path *= 1 - h[t] ** 2
        terms.append(path * h[t - 1])
        path *= u
    return sum(terms[-k:])
