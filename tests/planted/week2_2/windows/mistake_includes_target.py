# expect: your contexts have the shape (3, 3), not (3, 2)
def windows(tokens, n):
    padded = np.concatenate([np.full(n - 1, START), tokens])
    return np.stack([padded[t : t + n] for t in range(len(tokens))]), tokens
