# expect: your contexts have the shape (4, 2), not (3, 2)
def windows(tokens, n):
    padded = np.concatenate([np.full(n - 1, START), tokens])
    return np.lib.stride_tricks.sliding_window_view(padded, n - 1), tokens
