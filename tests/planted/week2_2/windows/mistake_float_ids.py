# expect: Your contexts hold numbers with a decimal point
def windows(tokens, n):
    contexts = np.ones((len(tokens), n - 1)) * START
    for t in range(len(tokens)):
        for back in range(1, min(t, n - 1) + 1):
            contexts[t, n - 1 - back] = tokens[t - back]
    return contexts, tokens
