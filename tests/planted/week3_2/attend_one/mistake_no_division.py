# expect: Your weights sum to 11.11
import numpy as np


def attend_one(query, keys, values):
    return np.exp(keys @ query) @ values
