# expect: changed its input keys
import numpy as np


def attend_one(query, keys, values):
    keys -= keys.max()
    s = keys @ query
    w = np.exp(s - s.max())
    return w / w.sum() @ values
