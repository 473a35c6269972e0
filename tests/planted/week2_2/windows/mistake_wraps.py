# expect: end stands before its beginning
def windows(tokens, n):
    positions = np.arange(len(tokens))[:, None] + np.arange(1 - n, 0)
    return tokens[positions % len(tokens)], tokens
