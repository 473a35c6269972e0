# expect: changed their sign
import numpy as np


def clipped(gradients, most):
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    return [-g * min(1.0, most / max(norm, 1e-12)) for g in gradients]
