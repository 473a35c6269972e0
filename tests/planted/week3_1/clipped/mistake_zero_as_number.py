# expect: three zeros came back as a number
import numpy as np


def clipped(gradients, most):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    if norm == 0:
        return [0.0 for g in gradients]
    f = min(1.0, most / norm)
    return [g * f for g in gradients]
