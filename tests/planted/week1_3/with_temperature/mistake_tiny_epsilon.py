# expect: At temperature 2 the last token, which had probability 0
import numpy as np


def with_temperature(probabilities, temperature):
    z = np.log(probabilities + 1e-300) / temperature
    e = np.exp(z - z.max())
    return e / e.sum()
