# expect: changed its input log_probabilities
import numpy as np


def batch_loss(log_probabilities, rows):
    log_probabilities[rows == 0] = 0
    targets = rows[:, 1:]
    chosen = np.take_along_axis(log_probabilities[:, :-1], targets[..., None], axis=-1)[..., 0]
    return -chosen[targets != 0].mean()
