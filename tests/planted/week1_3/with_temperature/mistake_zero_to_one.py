# expect: makes something of a zero?
import numpy as np


def with_temperature(probabilities, temperature):
    logs = np.log(probabilities + (probabilities == 0))  # no logarithm of zero
    powers = np.exp(logs / temperature)
    return powers / powers.sum()
