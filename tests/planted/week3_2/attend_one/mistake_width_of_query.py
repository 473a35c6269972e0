# expect: could not be broadcast
import numpy as np


def attend_one(query, keys, values):
    scores = keys @ query
    weights = np.exp(scores - scores.max()) / np.exp(scores - scores.max()).sum()
    context = np.zeros_like(query)
    for w, v in zip(weights, values):
        context += w * v
    return context
