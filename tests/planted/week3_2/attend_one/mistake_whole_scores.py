# expect: no whole numbers
import numpy as np


def attend_one(query, keys, values):
    s = (keys @ query).astype(int)
    w = np.exp(s - s.max())
    return w / w.sum() @ values
