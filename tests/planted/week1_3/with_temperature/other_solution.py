import numpy as np


def with_temperature(probabilities, temperature):
    with np.errstate(divide="ignore"):
        logits = np.log(probabilities) / temperature
    powers = np.exp(logits - logits.max())
    return powers / powers.sum()
