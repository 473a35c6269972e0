# expect: came back with norm 1.000
import numpy as np


def clipped(gradients, most):
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    return [g * most / max(norm, 1e-12) for g in gradients]
