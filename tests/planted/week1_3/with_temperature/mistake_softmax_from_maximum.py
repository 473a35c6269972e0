# expect: Where does your code exponentiate them?
import numpy as np


def with_temperature(probabilities, temperature):
    logits = probabilities / temperature
    powers = np.exp(logits - logits.max())
    return powers / powers.sum()
