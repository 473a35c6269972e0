# expect: Subtract the largest score
import numpy as np


def attend_one(query, keys, values):
    scores = keys @ query
    weights = np.exp(scores - scores[0])
    return weights / weights.sum() @ values
