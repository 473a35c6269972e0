# expect: the contexts come second
def windows(tokens, n):
    padded = np.concatenate([np.full(n - 1, START), tokens])
    return tokens, np.stack([padded[t : t + n - 1] for t in range(len(tokens))])
