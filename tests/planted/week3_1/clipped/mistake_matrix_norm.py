# expect: entry [0, 0, 0] is 0.2105
import math

import numpy as np


def clipped(gradients, most):
    norm = math.sqrt(sum(np.linalg.norm(g, 2) ** 2 for g in gradients))
    f = min(1.0, most / norm) if norm > 0 else 1.0
    return [g * f for g in gradients]
