# expect: The distance d was used as a place
def copying_scores(weights, copies):
    return torch.stack([weights[:, :, n, d] for n, d in copies]).mean(0)
