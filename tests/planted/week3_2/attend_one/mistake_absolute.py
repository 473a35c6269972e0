# expect: -5,000, all far below 0
import numpy as np


def attend_one(query, keys, values):
    scores = keys @ query
    weights = np.exp(scores - np.abs(scores).max())
    return weights / weights.sum() @ values
