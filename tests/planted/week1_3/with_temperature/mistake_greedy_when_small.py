# expect: two tokens are equally likely
import numpy as np


def with_temperature(probabilities, temperature):
    if temperature < 0.01:
        out = np.zeros_like(probabilities)
        out[probabilities.argmax()] = 1
        return out
    p = probabilities ** (1 / temperature)
    return p / p.sum()
