# expect: an array of shape (4,)
import numpy as np


def clipped(gradients, most):
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    f = most / max(norm, most)
    return [g.ravel() * f for g in gradients]
