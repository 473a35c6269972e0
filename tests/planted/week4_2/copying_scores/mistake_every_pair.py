# expect: Every query was combined with every key
def copying_scores(weights, copies):
    n = torch.tensor([n for n, _ in copies])
    d = torch.tensor([d for _, d in copies])
    return weights[:, :, n][:, :, :, n + 1 - d].mean((2, 3))
