# expect: changed its input log_probabilities
import math

import numpy as np


def extend_beam(beam, log_probabilities, width):
    log_probabilities += np.array([total for _, total in beam])[:, None]
    order = np.argsort(-log_probabilities, axis=None, kind="stable")[:width]
    kept = []
    for place in order:
        row, token = divmod(int(place), log_probabilities.shape[1])
        if log_probabilities[row, token] > -math.inf:
            kept.append(((*beam[row][0], token), float(log_probabilities[row, token])))
    return kept
