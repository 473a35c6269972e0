# expect: your contexts have the shape (1, 2), not (3, 2)
def windows(tokens, n):
    contexts = np.stack([tokens[t : t + n - 1] for t in range(len(tokens) - n + 1)])
    return contexts, tokens[n - 1 :]
