# expect: array of norm 3 came back as it was
import numpy as np


def clipped(gradients, most):
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    out = []
    for g in gradients:
        if np.linalg.norm(g) > most:
            g = g * most / norm
        out.append(g)
    return out
