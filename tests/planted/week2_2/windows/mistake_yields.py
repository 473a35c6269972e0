# expect: an object of type generator
def windows(tokens, n):
    padded = np.concatenate([np.full(n - 1, START), tokens])
    for t, token in enumerate(tokens):
        yield padded[t : t + n - 1], token
