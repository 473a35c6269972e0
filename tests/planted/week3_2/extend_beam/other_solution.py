import numpy as np


def extend_beam(beam, log_probabilities, width):
    totals = np.array([total for _, total in beam])[:, None] + log_probabilities
    kept = []
    for place in np.argsort(-totals, axis=None, kind="stable")[:width]:
        row, token = divmod(int(place), totals.shape[1])
        if np.isfinite(totals[row, token]):
            kept.append(((*beam[row][0], token), float(totals[row, token])))
    return kept
