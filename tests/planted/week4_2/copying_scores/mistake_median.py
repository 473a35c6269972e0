# expect: the middle one of the copies
def copying_scores(weights, copies):
    found = torch.stack([weights[:, :, n, n + 1 - d] for n, d in copies])
    return found.median(0).values
