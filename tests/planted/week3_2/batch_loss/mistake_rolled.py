# expect: the last place of a full row
import numpy as np


def batch_loss(log_probabilities, rows):
    targets = np.roll(rows, -1, axis=1)
    chosen = -np.take_along_axis(log_probabilities, targets[..., None], axis=-1)[..., 0]
    return chosen[targets != 0].mean()
