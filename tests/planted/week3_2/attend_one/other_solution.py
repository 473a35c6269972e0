import numpy as np


def attend_one(query, keys, values):
    scores = np.array([float(np.dot(query, key)) for key in keys])
    weights = np.exp(scores - np.logaddexp.reduce(scores))
    return sum(weight * value for weight, value in zip(weights, values, strict=True))
