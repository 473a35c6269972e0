# expect: changed its input gradients
import numpy as np


def clipped(gradients, most):
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    if norm > most:
        for g in gradients:
            g *= most / norm
    return gradients
