# expect: filled up with 0, which is <pad>
def windows(tokens, n):
    padded = np.concatenate([np.zeros(n - 1, dtype=int), tokens])
    return np.stack([padded[t : t + n - 1] for t in range(len(tokens))]), tokens
