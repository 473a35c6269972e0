# expect: have changed places
def copying_scores(weights, copies):
    return torch.stack([weights[:, :, n + 1 - d, n] for n, d in copies]).mean(0)
