# expect: it should be (5,)
import numpy as np


def em_step(frequencies, weights):
    joint = weights[:, None] * frequencies
    a = joint[0] / (joint[0] + joint[1])
    return np.array([a.mean(), 1 - a.mean()])
