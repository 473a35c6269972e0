# expect: You returned the weights themselves
import numpy as np


def attend_one(query, keys, values):
    scores = keys @ query
    weights = np.exp(scores - scores.max())
    weights /= weights.sum()
    return weights
