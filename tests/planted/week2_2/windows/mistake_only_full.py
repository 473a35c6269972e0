# expect: your contexts have (1, 2), not the shape (3, 2)
def windows(tokens, n):
    contexts = np.stack([tokens[t : t + n - 1] for t in range(len(tokens) - n + 1)])
    return contexts, tokens[n - 1 :]
