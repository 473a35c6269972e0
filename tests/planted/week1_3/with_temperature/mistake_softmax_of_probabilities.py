# expect: The last token had probability 0 and now has
import numpy as np


def with_temperature(probabilities, temperature):
    powers = np.exp(probabilities / temperature)
    return powers / powers.sum()
