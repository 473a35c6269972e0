# expect: norm 5 with most = 6
import numpy as np


def clipped(gradients, most):
    sq = sum((g**2).sum() for g in gradients)
    return [g * most / np.sqrt(sq) if sq > most else g for g in gradients]
