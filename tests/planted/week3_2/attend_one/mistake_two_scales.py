# expect: is 0.03312 instead of
import numpy as np


def attend_one(query, keys, values):
    s = keys @ query
    w = np.exp(s - s.max()) / np.exp(s).sum()
    return w @ values
