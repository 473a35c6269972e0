# expect: What is 0.04 to the power of 1000
import numpy as np


def with_temperature(probabilities, temperature):
    p = probabilities ** (1 / temperature)
    return np.nan_to_num(p / p.sum())
