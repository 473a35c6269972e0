# expect: the sum of their norms
import numpy as np


def clipped(gradients, most):
    norm = sum(np.linalg.norm(g) for g in gradients)
    return [g * min(1.0, most / max(norm, 1e-12)) for g in gradients]
