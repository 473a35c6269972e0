# expect: but every token of [20, 21, 2] is predicted
def windows(tokens, n):
    padded = np.concatenate([np.full(n - 1, START), tokens])
    contexts = np.stack([padded[t : t + n - 1] for t in range(len(tokens))])
    return contexts, np.append(tokens[1:], END)
