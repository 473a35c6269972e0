# expect: iteration over a 0-d array
import math


def clipped(gradients, most):
    norm = math.sqrt(sum((row**2).sum() for g in gradients for row in g))
    return [g * most / max(norm, most) for g in gradients]
