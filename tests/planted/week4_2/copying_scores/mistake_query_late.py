# expect: The query is the place of the copy itself
def copying_scores(weights, copies):
    return torch.stack([weights[:, :, n + 1, n + 1 - d] for n, d in copies]).mean(0)
