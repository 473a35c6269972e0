def copying_scores(weights, copies):
    total = torch.zeros(weights.shape[:2])
    for n, distance in copies:
        total += weights[..., n, n - distance + 1]
    return total / len(copies)
