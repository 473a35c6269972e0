import numpy as np


def clipped(gradients, most):
    flat = np.concatenate([g.ravel() for g in gradients])
    length = np.linalg.norm(flat)
    if length <= most:
        return [g.copy() for g in gradients]
    return [g / (length / most) for g in gradients]
