# expect: You returned 3.592; the mean
def batch_loss(log_probabilities, rows):
    losses = []
    for b, row in enumerate(rows):
        for t, target in enumerate(row[1:]):
            if target == 0:
                break
            losses.append(-log_probabilities[b, t, target])
        return sum(losses) / len(losses)
