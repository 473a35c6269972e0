# expect: matmul: Input operand 1
import numpy as np


def attend_one(query, keys, values):
    scores = keys @ query
    weights = np.exp(scores - scores.max())
    return values @ (weights / weights.sum())
