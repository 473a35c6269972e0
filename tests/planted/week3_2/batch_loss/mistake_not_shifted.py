# expect: on the token that it was given
import numpy as np


def batch_loss(log_probabilities, rows):
    chosen = -np.take_along_axis(log_probabilities, rows[..., None], axis=-1)[..., 0]
    return chosen[rows != 0].mean()
