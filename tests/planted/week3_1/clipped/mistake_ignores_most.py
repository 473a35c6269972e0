# expect: With most = 2, your entry
import numpy as np


def clipped(gradients, most):
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    return [g / max(1.0, norm) for g in gradients]
