# expect: has h_3 where h_0 belongs
import math


def truncated_gradient(u, w, x, k):
    h, s = 0.0, []
    for v in x:
        h = math.tanh(u * h + w * v)
        s.append(h)
    total, path = 0.0, 1.0
    for t in range(len(x) - 1, max(0, len(x) - k) - 1, -1):
        path *= 1 - s[t] ** 2
        total += path * s[t - 1]
        path *= u
    return total
