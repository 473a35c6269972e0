def copying_scores(weights, copies):
    n, d = torch.tensor(copies).T
    return weights.flatten(2)[..., n * weights.shape[-1] + n + 1 - d].mean(2)
