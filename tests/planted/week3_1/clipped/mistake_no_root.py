# expect: divided by 25
import numpy as np


def clipped(gradients, most):
    norm = sum((g**2).sum() for g in gradients)
    return [g * min(1.0, most / max(norm, 1e-12)) for g in gradients]
