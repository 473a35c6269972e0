# expect: At temperature 0.5 the last token, which had probability 0
import numpy as np


def with_temperature(probabilities, temperature):
    z = np.log(probabilities + 1e-9) / temperature
    e = np.exp(z - z.max())
    return e / e.sum()
