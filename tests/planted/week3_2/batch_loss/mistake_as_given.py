# expect: more to find after that
import numpy as np


def batch_loss(log_probabilities, rows):
    chosen = np.take_along_axis(log_probabilities, rows[..., None], axis=-1)[..., 0]
    per_sentence = -chosen.mean(axis=1)
    return per_sentence.mean()
