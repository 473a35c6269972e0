# expect: You returned 2.5; the mean
import numpy as np


def batch_loss(log_probabilities, rows):
    losses = np.zeros_like(rows[:, 1:])
    for b in range(len(rows)):
        for t in range(rows.shape[1] - 1):
            losses[b, t] = -log_probabilities[b, t, rows[b, t + 1]]
    return losses[rows[:, 1:] != 0].mean()
