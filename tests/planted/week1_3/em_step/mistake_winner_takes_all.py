# expect: New weight 0 is 0.25; the mean
import numpy as np


def em_step(frequencies, weights):
    joint = weights[:, None] * frequencies
    best = joint.argmax(axis=0)
    return np.bincount(best, minlength=len(weights)) / frequencies.shape[1]
