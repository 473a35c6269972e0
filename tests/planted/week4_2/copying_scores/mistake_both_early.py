# expect: both one place too early
def copying_scores(weights, copies):
    return torch.stack([weights[:, :, n - 1, n - d] for n, d in copies]).mean(0)
