# expect: of type generator
import numpy as np


def clipped(gradients, most):
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    f = min(1.0, most / norm) if norm > 0 else 1.0
    return (g * f for g in gradients)
