# expect: Your first context holds a 0
def windows(tokens, n):
    padded = np.concatenate([np.zeros(n - 2, dtype=int), [START], tokens])
    return np.stack([padded[t : t + n - 1] for t in range(len(tokens))]), tokens
