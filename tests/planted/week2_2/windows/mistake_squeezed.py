# expect: contexts have shape (5,), not (5, 1)
def windows(tokens, n):
    padded = np.concatenate([np.full(n - 1, START), tokens])
    return np.stack([padded[t : t + n - 1] for t in range(len(tokens))]).squeeze(), tokens
