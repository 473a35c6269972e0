# expect: With scores 500, 0 and 1,000
import numpy as np


def attend_one(query, keys, values):
    s = np.clip(keys @ query, -500, 500)
    w = np.exp(s)
    return w / w.sum() @ values
