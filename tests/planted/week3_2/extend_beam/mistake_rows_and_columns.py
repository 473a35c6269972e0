# expect: You kept [(8, 1), (7, 0), (8, 0)]
import math

import numpy as np


def extend_beam(beam, log_probabilities, width):
    totals = np.array([total for _, total in beam])[:, None] + log_probabilities
    order = np.argsort(-totals, axis=None)[:width]
    return [
        ((*beam[int(p) % len(beam)][0], int(p) // len(beam)), float(totals.flat[p]))
        for p in order
        if totals.flat[p] > -math.inf
    ]
