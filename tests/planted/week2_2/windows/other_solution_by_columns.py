def windows(tokens, n):
    contexts = np.full((len(tokens), n - 1), START)
    for k in range(1, n):
        contexts[k:, n - 1 - k] = tokens[:-k]
    return contexts, tokens
