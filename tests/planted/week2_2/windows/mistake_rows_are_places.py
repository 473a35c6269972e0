# expect: your contexts have the shape (2, 3), not (3, 2)
def windows(tokens, n):
    padded = np.concatenate([np.full(n - 1, START), tokens])
    return np.stack([padded[t : t + len(tokens)] for t in range(n - 1)]), tokens
