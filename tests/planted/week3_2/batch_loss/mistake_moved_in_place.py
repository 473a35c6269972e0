# expect: changed its input rows
import numpy as np


def batch_loss(log_probabilities, rows):
    rows[:, :-1] = rows[:, 1:]
    rows[:, -1] = 0
    chosen = np.take_along_axis(log_probabilities, rows[..., None], axis=-1)[..., 0]
    return -chosen[rows != 0].mean()
