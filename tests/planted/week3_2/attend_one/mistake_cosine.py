# expect: is 0.3122 instead of
import numpy as np


def attend_one(query, keys, values):
    scores = keys @ query / (np.linalg.norm(keys, axis=1) * np.linalg.norm(query))
    weights = np.exp(scores - scores.max())
    return weights / weights.sum() @ values
