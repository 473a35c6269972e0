# expect: the target is in its context
def windows(tokens, n):
    padded = np.concatenate([np.full(n - 1, START), tokens])
    return np.stack([padded[t + 1 : t + n] for t in range(len(tokens))]), tokens
