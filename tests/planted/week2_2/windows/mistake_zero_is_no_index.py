# expect: Which two tokens stand right before that target
def windows(tokens, n):
    contexts = np.full((len(tokens), n - 1), START)
    for t in range(len(tokens)):
        for k in range(1, n):
            contexts[t, -k] = tokens[t - k] if t - k > 0 else START
    return contexts, tokens
