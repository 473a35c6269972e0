# expect: certain of the first word
import numpy as np


def batch_loss(log_probabilities, rows):
    targets = rows[:, 1:]
    chosen = np.take_along_axis(log_probabilities[:, :-1], targets[..., None], axis=-1)[..., 0]
    chosen = chosen * (targets != 0)
    return -chosen.sum() / np.count_nonzero(chosen)
