# expect: an array of dtype object
def windows(tokens, n):
    padded = [START] * (n - 1) + list(tokens)
    return np.array([padded[t : t + n - 1] for t in range(len(tokens))], dtype=object), tokens
