# expect: entry 0 of your context is
import numpy as np


def attend_one(query, keys, values):
    weights = 1 / (1 + np.exp(-(keys @ query)))
    return weights / weights.sum() @ values
