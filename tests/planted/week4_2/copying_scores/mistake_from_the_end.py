# expect: counted back from the end
def copying_scores(weights, copies):
    return torch.stack([weights[:, :, n, -d] for n, d in copies]).mean(0)
