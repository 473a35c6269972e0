# expect: squared and scaled: entry 0
import numpy as np


def with_temperature(probabilities, temperature):
    with np.errstate(divide="ignore"):
        z = np.log2(probabilities) / temperature
    e = np.exp(z - z.max())
    return e / e.sum()
