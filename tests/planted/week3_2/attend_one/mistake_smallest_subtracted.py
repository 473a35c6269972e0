# expect: the exponential overflows
import numpy as np


def attend_one(query, keys, values):
    scores = keys @ query
    weights = np.exp(scores - scores.min())
    return weights / weights.sum() @ values
