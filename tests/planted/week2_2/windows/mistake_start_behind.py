# expect: <start> stands behind the first token
def windows(tokens, n):
    contexts = np.full((len(tokens), n - 1), START)
    for t in range(len(tokens)):
        before = tokens[max(0, t - n + 1) : t]
        contexts[t, : len(before)] = before
    return contexts, tokens
