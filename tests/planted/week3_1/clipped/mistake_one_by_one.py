# expect: shortened one by one
import numpy as np


def clipped(gradients, most):
    return [g * min(1.0, most / max(np.linalg.norm(g), 1e-12)) for g in gradients]
