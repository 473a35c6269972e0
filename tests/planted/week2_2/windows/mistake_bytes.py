# expect: your dtype is uint8
def windows(tokens, n):
    padded = np.concatenate([np.full(n - 1, START), tokens]).astype(np.uint8)
    return np.stack([padded[t : t + n - 1] for t in range(len(tokens))]), tokens
