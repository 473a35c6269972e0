# expect: not a NumPy array
import numpy as np


def attend_one(query, keys, values):
    scores = keys @ query
    weights = np.exp(scores - scores.max())
    weights /= weights.sum()
    return list(weights @ values)
