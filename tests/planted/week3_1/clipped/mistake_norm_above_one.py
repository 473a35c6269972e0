# expect: norm 5 with most = 30
import numpy as np


def clipped(gradients, most):
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    if norm <= 1:
        return [g * 1.0 for g in gradients]
    return [g * most / norm for g in gradients]
