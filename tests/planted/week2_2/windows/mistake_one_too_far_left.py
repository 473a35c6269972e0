# expect: contexts[1, 1] is 1, not 20
def windows(tokens, n):
    padded = np.concatenate([np.full(n, START), tokens])
    return np.stack([padded[t : t + n - 1] for t in range(len(tokens))]), tokens
