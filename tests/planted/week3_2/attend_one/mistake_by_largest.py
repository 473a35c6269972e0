# expect: Your largest weight is 1
import numpy as np


def attend_one(query, keys, values):
    weights = np.exp(keys @ query - (keys @ query).max())
    return weights / weights.max() @ values
