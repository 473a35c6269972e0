import numpy as np


def em_step(frequencies, weights):
    orders, tokens = frequencies.shape
    new = np.zeros(orders)
    for t in range(tokens):
        column = np.array([weights[k] * frequencies[k, t] for k in range(orders)])
        new += column / column.sum()
    return new / tokens
