# expect: what an induction head looks at
def copying_scores(weights, copies):
    return torch.stack([weights[:, :, n, n + 2 - d] for n, d in copies]).mean(0)
