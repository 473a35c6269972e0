# expect: whose mention gets the largest weight
def copying_scores(weights, copies):
    hits = [weights[:, :, n].argmax(-1) == n + 1 - d for n, d in copies]
    return torch.stack(hits).float().mean(0)
