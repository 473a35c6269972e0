# expect: Your list holds a list
import numpy as np


def clipped(gradients, most):
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    return [(g * most / max(norm, most)).tolist() for g in gradients]
