# expect: All numbers together have norm 5
import numpy as np


def clipped(gradients, most):
    norm = max(np.linalg.norm(g) for g in gradients)
    f = min(1.0, most / norm) if norm > 0 else 1.0
    return [g * f for g in gradients]
