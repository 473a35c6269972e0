# expect: came back unchanged
import numpy as np


def clipped(gradients, most):
    return [g * max(1.0, most / 5) for g in gradients]
