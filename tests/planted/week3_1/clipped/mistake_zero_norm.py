# expect: divides by zero
import numpy as np


def clipped(gradients, most):
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    with np.errstate(all="ignore"):
        return [
            g * np.minimum(1.0, np.float64(most) / norm) if norm else g / norm for g in gradients
        ]
