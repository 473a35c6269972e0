# expect: is 0.7311 instead of
import math


def attend_one(query, keys, values):
    total, context = 0, 0
    scores = [float(query @ k) for k in keys]
    for s in range(len(keys) - 1):
        e = math.exp(scores[s] - max(scores))
        total += e
        context = context + e * values[s]
    return context / total
