# expect: the result has shape (1, 3); yours has not
def copying_scores(weights, copies):
    scores = torch.zeros(2, 4)
    for n, d in copies:
        for layer in range(2):
            for head in range(4):
                scores[layer, head] += weights[layer, head, n, n + 1 - d] / len(copies)
    return scores
