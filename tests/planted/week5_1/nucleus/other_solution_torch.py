def nucleus(probabilities, share):
    p, order = torch.tensor(probabilities).sort(descending=True)
    p[p.cumsum(0) - p >= share] = 0
    kept = torch.zeros_like(p).scatter(0, order, p)
    return (kept / kept.sum()).numpy()
