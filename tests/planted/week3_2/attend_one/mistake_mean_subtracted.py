# expect: and not all vanish?
import numpy as np


def attend_one(query, keys, values):
    scores = keys @ query
    weights = np.exp(scores - scores.mean())
    return weights / weights.sum() @ values
