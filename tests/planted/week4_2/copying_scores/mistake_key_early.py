# expect: The key is one place too early
def copying_scores(weights, copies):
    return torch.stack([weights[:, :, n, n - d] for n, d in copies]).mean(0)
