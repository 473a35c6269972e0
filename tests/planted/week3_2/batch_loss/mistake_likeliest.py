# expect: You returned 0.9333; the mean
def batch_loss(log_probabilities, rows):
    targets = rows[:, 1:]
    chosen = log_probabilities[:, :-1].max(axis=-1)
    return -chosen[targets != 0].mean()
