# expect: Your list holds an array
import numpy as np


def clipped(gradients, most):
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    f = most / max(norm, most)
    out = []
    for g in gradients:
        out.append(g * f)
        return out
