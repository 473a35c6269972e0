import math

import numpy as np


def extend_beam(beam, log_probabilities, width):
    best = []
    for (tokens, total), row in zip(beam, log_probabilities):
        for token in np.argsort(-row, kind="stable")[:width]:
            if row[token] > -math.inf:
                best.append((tokens + (int(token),), total + row[token]))
    best.sort(key=lambda one: one[1])
    return best[::-1][:width]
