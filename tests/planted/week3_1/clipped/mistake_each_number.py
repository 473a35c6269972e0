# expect: lie between -1 and 1
import numpy as np


def clipped(gradients, most):
    return [np.clip(g, -most, most) for g in gradients]
