# expect: With scores around 1,000
import numpy as np


def attend_one(query, keys, values):
    weights = np.exp(keys @ query)
    return weights / weights.sum() @ values
