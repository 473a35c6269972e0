# expect: the nearest token comes first
def windows(tokens, n):
    padded = np.concatenate([np.full(n - 1, START), tokens])
    return np.stack([padded[t : t + n - 1][::-1] for t in range(len(tokens))]), tokens
